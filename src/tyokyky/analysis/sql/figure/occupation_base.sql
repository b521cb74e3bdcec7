-- How many persons there are, and which of their months can be known.
-- Grain: has a path x first x last month after the start (nulls without a path). Units: months, persons.
-- Parameters: the limits of where and when the path began, as in occupation_cell.
SELECT
    path_started_on IS NOT NULL AS has_path,
    first_month::BIGINT AS first_month,
    last_month::BIGINT AS last_month,
    count(*) AS person_count
FROM placed_entry
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
GROUP BY ALL
ORDER BY ALL;
