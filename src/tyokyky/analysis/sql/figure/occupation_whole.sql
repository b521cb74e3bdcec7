-- How many more persons are in a state than the month before, of all persons: added up at the build (see mart/month_change).
-- Grain: state x month. Units: persons. Parameter: $clock (path, calendar).
SELECT state, month, change
FROM month_change_whole
WHERE clock = $clock
ORDER BY state, month;
