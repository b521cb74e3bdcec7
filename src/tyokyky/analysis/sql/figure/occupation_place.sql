-- How many more persons are in a state than the month before, by where their path began (see mart/month_change).
-- Grain: state x month. Units: persons. Parameters: $clock (path, calendar), $service, $municipality, $unit (null = no limit).
SELECT month_change.state::VARCHAR AS state, month_change.month::BIGINT AS month, sum(month_change.change)::BIGINT AS change
FROM month_change
JOIN path_place USING (place_key)
WHERE
    month_change.clock = $clock
    AND ($service::VARCHAR IS NULL OR path_place.service_code = $service::VARCHAR)
    AND ($municipality::VARCHAR IS NULL OR path_place.municipality_code = $municipality::VARCHAR)
    AND ($unit::VARCHAR IS NULL OR path_place.unit_code = $unit::VARCHAR)
GROUP BY month_change.state, month_change.month
HAVING sum(month_change.change) <> 0
ORDER BY month_change.state, month_change.month;
