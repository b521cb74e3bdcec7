-- The whole path of each person through services (definitions, section 8: variant).
-- Grain: person with at least one step. Units: days. Source: service_step, spell.
-- path_days: from the first step's start to the last day of the path, both counted; null while some step goes on.
CREATE TABLE service_path AS
WITH ended AS (
    SELECT
        person_key,
        CASE WHEN count(*) = count(ended_on) THEN (max(ended_on) - min(started_on) + 1)::DOUBLE END AS path_days
    FROM spell
    WHERE part IN ('path', 'outcome', 'neutral')
    GROUP BY person_key
),
written AS (
    SELECT person_key, string_agg(step_code::VARCHAR, ' → ' ORDER BY step_order) AS path
    FROM service_step
    GROUP BY person_key
)
SELECT
    written.person_key,
    dense_rank() OVER (ORDER BY written.path)::INTEGER AS path_key,
    written.path,
    ended.path_days
FROM written
JOIN ended USING (person_key)
ORDER BY written.person_key;
