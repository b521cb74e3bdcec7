-- Dated, named changes from which on limits are worked out anew, as the home's trends.toml stated them at the build.
-- Grain: service x day.
SELECT service_code, changed_on, name
FROM trend_change
ORDER BY service_code, changed_on;
