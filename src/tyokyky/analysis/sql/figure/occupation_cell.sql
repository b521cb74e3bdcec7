-- How many more persons are in a state than the month before, where the days on which paths began are limited.
-- Grain: state x month. Units: persons. Parameters: $clock (path, calendar) and the limits of where and when the path
-- began: $service, $municipality, $unit, $since, $until (null = no limit).
WITH began AS (
    SELECT
        state,
        CASE WHEN $clock = 'path' THEN path_from_month ELSE calendar_from_month END AS from_month,
        CASE WHEN $clock = 'path' THEN path_to_month ELSE calendar_to_month END AS to_month
    FROM month_run
    WHERE
        ($since::DATE IS NULL OR path_started_on >= $since::DATE)
        AND ($until::DATE IS NULL OR path_started_on <= $until::DATE)
        AND place_key IN (
            SELECT place_key
            FROM path_place
            WHERE
                ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
                AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
                AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
        )
),
run AS (
    SELECT state, from_month, to_month, count(*) AS person_count
    FROM began
    WHERE from_month <= to_month
    GROUP BY ALL
),
changed AS (
    SELECT state, from_month::BIGINT AS month, person_count AS change FROM run
    UNION ALL
    SELECT state, to_month::BIGINT + 1, -person_count FROM run
)
SELECT state::VARCHAR AS state, month, sum(change)::BIGINT AS change
FROM changed
GROUP BY changed.state, month
HAVING sum(change) <> 0
ORDER BY changed.state, month;
