-- How many more persons are in a state than the month before, by where their path began (see mart/month_change).
-- Grain: state x month. Units: persons. Parameters: $clock (path, calendar), $service, $municipality, $unit (null = no limit).
SELECT state, month, sum(change)::BIGINT AS change
FROM month_change
WHERE
    clock = $clock
    AND ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
    AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
    AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
GROUP BY state, month
HAVING sum(change) <> 0
ORDER BY state, month;
