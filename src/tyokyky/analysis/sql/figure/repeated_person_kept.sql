-- Persons with more than one exit (see figure/repeated_person) without days, by no key, municipality or unit.
-- Grain: service x breakdown value. Units: persons. Source: mart/repeated_person_count, where null stands for every place.
-- Parameters: $breakdown ('', municipality, unit), $service, $municipality, $unit (null = no limit).
SELECT
    service_code::VARCHAR AS service_code,
    CASE $breakdown
        WHEN 'municipality' THEN municipality_code::VARCHAR
        WHEN 'unit' THEN unit_code::VARCHAR
        ELSE ''
    END AS breakdown_value,
    repeated_person_count
FROM repeated_person_count
WHERE
    ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
    AND CASE
        WHEN $municipality::VARCHAR IS NOT NULL THEN coalesce(municipality_code = $municipality::VARCHAR, FALSE)
        ELSE (municipality_code IS NOT NULL) = ($breakdown = 'municipality')
    END
    AND CASE
        WHEN $unit::VARCHAR IS NOT NULL THEN coalesce(unit_code = $unit::VARCHAR, FALSE)
        ELSE (unit_code IS NOT NULL) = ($breakdown = 'unit')
    END
ORDER BY ALL;
