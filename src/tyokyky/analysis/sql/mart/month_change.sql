-- How many more persons are in a state than the month before, by where their path began; and the same of all (ADR 0028).
-- Grain: clock x place x state x month; clock x state x month. Units: persons. Source: month_run.
-- Added up from the first month on it is the number of persons; a month without change has no row.
CREATE TABLE month_change AS
WITH changed AS (
    SELECT 'path' AS clock, place_key, state, path_from_month AS month, count(*) AS change
    FROM month_run
    WHERE path_from_month <= path_to_month
    GROUP BY ALL
    UNION ALL
    SELECT 'path' AS clock, place_key, state, (path_to_month + 1)::SMALLINT AS month, -count(*) AS change
    FROM month_run
    WHERE path_from_month <= path_to_month
    GROUP BY ALL
    UNION ALL
    SELECT 'calendar' AS clock, place_key, state, calendar_from_month AS month, count(*) AS change
    FROM month_run
    WHERE calendar_from_month <= calendar_to_month
    GROUP BY ALL
    UNION ALL
    SELECT 'calendar' AS clock, place_key, state, (calendar_to_month + 1)::SMALLINT AS month, -count(*) AS change
    FROM month_run
    WHERE calendar_from_month <= calendar_to_month
    GROUP BY ALL
)
SELECT clock, place_key, state, month, sum(change)::BIGINT AS change
FROM changed
GROUP BY clock, place_key, state, month
HAVING sum(change) <> 0
ORDER BY clock, place_key, state, month;
CREATE TABLE month_change_whole AS
SELECT clock, state, month, sum(change)::BIGINT AS change
FROM month_change
GROUP BY ALL
HAVING sum(change) <> 0
ORDER BY clock, state, month;
