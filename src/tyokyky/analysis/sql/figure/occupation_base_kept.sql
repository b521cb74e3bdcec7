-- How many persons there are, and which of their months can be known: see mart/path_entry_count.
-- Grain: has a path x first x last month after the start (nulls without a path). Units: months, persons.
-- Parameters: $service, $municipality, $unit of where the path began (null = no limit).
SELECT has_path, first_month, last_month, sum(person_count)::BIGINT AS person_count
FROM path_entry_count
WHERE
    ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
    AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
    AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
GROUP BY ALL
ORDER BY ALL;
