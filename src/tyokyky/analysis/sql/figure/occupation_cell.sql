-- How many more persons are in a state than the month before, where the days on which paths began are limited.
-- Grain: state x month. Units: persons. Parameters: $clock (path, calendar) and the limits of where and when the path
-- began: $service, $municipality, $unit, $since, $until (null = no limit).
WITH run AS (
    SELECT month_run.state, month_run.from_month, month_run.to_month, count(*) AS person_count
    FROM month_run
    JOIN path_entry USING (person_key)
    WHERE
        month_run.clock = $clock
        AND ($since::DATE IS NULL OR path_entry.started_on >= $since::DATE)
        AND ($until::DATE IS NULL OR path_entry.started_on <= $until::DATE)
        AND ($service::VARCHAR IS NULL OR path_entry.service_code = $service::VARCHAR)
        AND ($municipality::VARCHAR IS NULL OR path_entry.municipality_code = $municipality::VARCHAR)
        AND ($unit::VARCHAR IS NULL OR path_entry.unit_code = $unit::VARCHAR)
    GROUP BY ALL
),
changed AS (
    SELECT state, from_month AS month, person_count AS change FROM run
    UNION ALL
    SELECT state, to_month + 1, -person_count FROM run
)
SELECT state, month, sum(change)::BIGINT AS change
FROM changed
GROUP BY state, month
HAVING sum(change) <> 0
ORDER BY state, month;
