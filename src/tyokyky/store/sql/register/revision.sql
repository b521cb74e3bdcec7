-- How many times what holds has changed. Grain: one row. Units: changes.
SELECT max(revision)::BIGINT AS revision FROM revision;
