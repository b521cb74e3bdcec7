-- Directly follows (definitions, section 8) of everything, as worked out once when the steps were made: see figure/service_flow.
-- Grain: from x to. Units: counts, days.
SELECT from_code, to_code, pair_count, person_count, known_wait_count, median_days
FROM service_flow
ORDER BY pair_count DESC, from_code, to_code;
