-- How many more persons are in a state than the month before, of all persons: added up at the build (see mart/month_change).
-- Grain: state x month. Units: persons. Parameter: $clock (path, calendar).
SELECT state::VARCHAR AS state, month::BIGINT AS month, change
FROM month_change_whole
WHERE clock = $clock
ORDER BY month_change_whole.state, month_change_whole.month;
