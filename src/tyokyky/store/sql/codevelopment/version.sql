-- Upgrades made so far; 0 in a new store. Grain: one row. Units: upgrades.
SELECT coalesce(max(version), 0)::INTEGER AS version FROM schema_version;
