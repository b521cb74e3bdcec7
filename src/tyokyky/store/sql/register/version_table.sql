-- Which upgrades of the register's tables were made. Grain: upgrade.
CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL);
