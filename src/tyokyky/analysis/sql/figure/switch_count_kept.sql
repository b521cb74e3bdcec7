-- Switches from a path service to another (see figure/switch_count) without days: from mart/switch_place.
-- Grain: service ('' = all of them; persons are told apart). Units: persons, days, switches.
-- Parameters: $service, $municipality, $unit of the spell (null = no limit).
SELECT service_code, person_count, step_days, switch_count
FROM switch_place
WHERE
    ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
    AND municipality_code IS NOT DISTINCT FROM $municipality::VARCHAR
    AND unit_code IS NOT DISTINCT FROM $unit::VARCHAR
ORDER BY service_code;
