-- Directly follows (definitions, section 8) without days, as counted once at the build: see mart/service_flow.
-- Grain: from x to. Units: counts, days. Parameters: $service, $municipality, $unit of the step left (null = no limit).
SELECT from_code, to_code, pair_count, person_count, known_wait_count, median_days
FROM service_flow
WHERE
    ($service::VARCHAR IS NULL OR from_code = $service::VARCHAR)
    AND municipality_code IS NOT DISTINCT FROM $municipality::VARCHAR
    AND unit_code IS NOT DISTINCT FROM $unit::VARCHAR
ORDER BY pair_count DESC, from_code, to_code;
