-- Targets of drop-off, as the home's trends.toml stated them at the build.
-- Grain: service. Units: share 0-1.
SELECT service_code, drop_off_share
FROM trend_target
ORDER BY service_code;
