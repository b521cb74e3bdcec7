-- Directly follows (definitions, section 8): pairs of consecutive steps of one person, at the grain moment.
-- Grain: from x to. Units: counts, days. Parameters: service, municipality and unit of the step left, first and last day
-- on which it happened (null = no limit). known_wait_count: pairs whose wait is known.
WITH pair AS (
    SELECT
        step_code,
        next_code,
        count(*) AS pair_count,
        count(DISTINCT person_key) AS person_count,
        count(wait_days) AS known_wait_count,
        median(wait_days) AS median_days
    FROM moment_step
    WHERE
        next_code IS NOT NULL
        AND ($since::DATE IS NULL OR step_day >= $since::DATE)
        AND ($until::DATE IS NULL OR step_day <= $until::DATE)
        AND ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
        AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
        AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
    GROUP BY step_code, next_code
)
SELECT
    step_code::VARCHAR AS from_code,
    next_code::VARCHAR AS to_code,
    pair_count,
    person_count,
    known_wait_count,
    median_days
FROM pair
ORDER BY pair_count DESC, from_code, to_code;
