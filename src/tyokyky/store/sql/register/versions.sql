-- Upgrades made so far, by number; none in a new register. Grain: upgrade.
SELECT DISTINCT version FROM schema_version ORDER BY version;
