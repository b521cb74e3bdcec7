-- An upgrade of the co-development tables was made. Grain: upgrade. Parameter: version.
INSERT INTO schema_version VALUES ($version);
