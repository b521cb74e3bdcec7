-- Steps of the paths of those who left the chosen service, with how it went after the exit: dropped (nothing within the
-- window) or followed. Exits whose window still runs, or that cannot be known, are left out.
-- Grain: spell (background left out) x person with such an exit. Of several exits of one person, one that dropped decides.
-- Parameters: service, window_days, since, until (last day in the service), municipality, unit (null = no limit).
WITH leaving AS (
    SELECT
        person_key,
        CASE WHEN bool_or(NOT (is_followed AND time_days <= $window_days)) THEN 'dropped' ELSE 'followed' END AS outcome
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
)
SELECT spell.person_key, leaving.outcome, spell.service_code, spell.municipality_code, spell.unit_code
FROM leaving
JOIN spell USING (person_key)
WHERE spell.part <> 'background'
ORDER BY spell.person_key, spell.started_on, spell.service_rank, spell.service_code, spell.spell_key;
