-- An upgrade of the register's tables was made. Grain: upgrade. Parameter: version.
INSERT INTO schema_version VALUES ($version);
