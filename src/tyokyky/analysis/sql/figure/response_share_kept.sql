-- Response share (definitions, section 7; see figure/response_share) without days: from mart/response_count.
-- Grain: service x level. Units: counts of persons. Parameters: $service, $municipality, $unit (null = no limit).
SELECT service_code, participation_level, person_count, answered_count
FROM response_count
WHERE
    ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
    AND municipality_code IS NOT DISTINCT FROM $municipality::VARCHAR
    AND unit_code IS NOT DISTINCT FROM $unit::VARCHAR
ORDER BY service_code, participation_level;
