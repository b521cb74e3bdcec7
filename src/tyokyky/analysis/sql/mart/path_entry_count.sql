-- How many persons there are, by where their path began and which of their months can be known.
-- Grain: has a path x first x last month after the start (nulls without a path) x first service x municipality x unit.
-- Units: months, persons. Source: path_entry.
CREATE TABLE path_entry_count AS
SELECT
    started_on IS NOT NULL AS has_path,
    first_month::BIGINT AS first_month,
    last_month::BIGINT AS last_month,
    service_code,
    municipality_code,
    unit_code,
    count(*) AS person_count
FROM path_entry
GROUP BY ALL
ORDER BY ALL;
