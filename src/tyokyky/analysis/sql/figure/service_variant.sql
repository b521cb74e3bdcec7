-- Variants (definitions, section 8): whole paths of persons and how many went each, at the grain service.
-- Grain: path. Units: counts, days. A person is in it with the whole path when some step of it is within the filters.
-- Parameters: service, municipality and unit of that step, first and last day on which it ended (null = no limit).
-- known_length_count: persons whose path's length is known.
WITH chosen AS (
    SELECT DISTINCT person_key
    FROM service_step
    WHERE
        ($since::DATE IS NULL OR step_day >= $since::DATE)
        AND ($until::DATE IS NULL OR step_day <= $until::DATE)
        AND ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
        AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
        AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
),
counted AS (
    SELECT
        path_key,
        count(*) AS person_count,
        count(path_days) AS known_length_count,
        median(path_days) AS median_days,
        min(person_key) AS one_person
    FROM service_path
    SEMI JOIN chosen USING (person_key)
    GROUP BY path_key
)
SELECT service_path.path, counted.person_count, counted.known_length_count, counted.median_days
FROM counted
JOIN service_path ON service_path.person_key = counted.one_person
ORDER BY counted.person_count DESC, service_path.path;
