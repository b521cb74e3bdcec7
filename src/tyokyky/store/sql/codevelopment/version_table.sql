-- Which upgrades of the co-development tables were made. Grain: upgrade.
CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL);
