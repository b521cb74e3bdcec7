-- How many more persons are in a state than the month before, by where their path began; and the same of all (ADR 0028).
-- Grain: clock x first service x municipality x unit x state x month; clock x state x month. Units: persons. Source: month_run,
-- path_entry. Added up from the first month on it is the number of persons; a month without change has no row.
CREATE TABLE month_change AS
WITH placed AS (
    SELECT
        month_run.clock,
        path_entry.service_code,
        path_entry.municipality_code,
        path_entry.unit_code,
        month_run.state,
        month_run.from_month,
        month_run.to_month,
        count(*) AS person_count
    FROM month_run
    JOIN path_entry USING (person_key)
    GROUP BY ALL
),
changed AS (
    SELECT clock, service_code, municipality_code, unit_code, state, from_month AS month, person_count AS change FROM placed
    UNION ALL
    SELECT clock, service_code, municipality_code, unit_code, state, to_month + 1, -person_count FROM placed
)
SELECT clock, service_code, municipality_code, unit_code, state, month, sum(change)::BIGINT AS change
FROM changed
GROUP BY ALL
HAVING sum(change) <> 0
ORDER BY clock, service_code, municipality_code, unit_code, state, month;
CREATE TABLE month_change_whole AS
SELECT clock, state, month, sum(change)::BIGINT AS change
FROM month_change
GROUP BY ALL
HAVING sum(change) <> 0
ORDER BY clock, state, month;
