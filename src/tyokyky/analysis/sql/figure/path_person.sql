-- Persons who left the chosen service, by how it went after the exit: dropped (nothing within the window) or followed. Exits
-- whose window still runs, or that cannot be known, are left out.
-- Grain: person with such an exit. Of several exits of one person, one that dropped decides.
-- Parameters: outcome, service, window_days, since, until (last day in the service), municipality, unit (null = no limit).
SELECT person_key
FROM service_exit
WHERE
    in_estimate
    AND ((is_followed AND time_days <= $window_days) OR follow_up_days >= $window_days)
    AND ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
    AND ($since::DATE IS NULL OR ended_on >= $since::DATE)
    AND ($until::DATE IS NULL OR ended_on <= $until::DATE)
    AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
    AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
GROUP BY person_key
HAVING bool_or(NOT (is_followed AND time_days <= $window_days)) = ($outcome = 'dropped')
ORDER BY person_key;
