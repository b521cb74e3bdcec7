-- The whole path of each person through service moments (definitions, section 8: variant).
-- Grain: person with at least one step. Units: days, with fractions. Source: moment_step.
-- path_days: from the first moment's timestamp to the last one's.
CREATE TABLE moment_path AS
WITH written AS (
    SELECT
        person_key,
        string_agg(step_code::VARCHAR, ' → ' ORDER BY step_order) AS path,
        date_diff('microsecond', min(occurred_at), max(occurred_at)) / 86400000000.0 AS path_days
    FROM moment_step
    GROUP BY person_key
)
SELECT person_key, dense_rank() OVER (ORDER BY path)::INTEGER AS path_key, path, path_days
FROM written
ORDER BY person_key;
