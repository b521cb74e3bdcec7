-- How many more persons are in a state than the month before, by where their path began; and the same of all (ADR 0028).
-- Grain: clock x place x state x month; clock x state x month. Units: persons. Source: month_run, path_entry, path_place.
-- Added up from the first month on it is the number of persons; a month without change has no row.
CREATE TABLE month_change AS
WITH placed_person AS (
    SELECT path_entry.person_key, path_place.place_key
    FROM path_entry
    JOIN path_place USING (service_code, municipality_code, unit_code)
),
changed AS (
    SELECT month_run.clock, placed_person.place_key, month_run.state, month_run.from_month AS month, 1 AS change
    FROM month_run
    JOIN placed_person USING (person_key)
    UNION ALL
    SELECT month_run.clock, placed_person.place_key, month_run.state, month_run.to_month + 1, -1
    FROM month_run
    JOIN placed_person USING (person_key)
)
SELECT clock, place_key, state, month, sum(change)::BIGINT AS change
FROM changed
GROUP BY ALL
HAVING sum(change) <> 0
ORDER BY clock, place_key, state, month;
CREATE TABLE month_change_whole AS
SELECT clock, state, month, sum(change)::BIGINT AS change
FROM month_change
GROUP BY ALL
HAVING sum(change) <> 0
ORDER BY clock, state, month;
