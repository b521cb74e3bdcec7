-- Persons by state and the months in which they are in it (bits, see month_state).
-- Grain: word x state x months. Units: persons. Parameters: $clock (path, calendar) and the limits of where and when the path
-- began: $service, $municipality, $unit, $since, $until (null = no limit).
SELECT
    month_state.word,
    month_state.state,
    month_state.months,
    count(*) AS person_count
FROM month_state
JOIN path_entry USING (person_key)
WHERE
    month_state.clock = $clock
    AND ($since::DATE IS NULL OR path_entry.started_on >= $since::DATE)
    AND ($until::DATE IS NULL OR path_entry.started_on <= $until::DATE)
    AND ($service::VARCHAR IS NULL OR path_entry.service_code = $service::VARCHAR)
    AND ($municipality::VARCHAR IS NULL OR path_entry.municipality_code = $municipality::VARCHAR)
    AND ($unit::VARCHAR IS NULL OR path_entry.unit_code = $unit::VARCHAR)
GROUP BY ALL
ORDER BY ALL;
