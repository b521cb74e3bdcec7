-- Variants (definitions, section 8) of everything, as worked out once when the steps were made: see figure/service_variant.
-- Grain: path. Units: counts, days.
SELECT path, person_count, known_length_count, median_days
FROM service_variant
ORDER BY person_count DESC, path;
