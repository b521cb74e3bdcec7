-- Runs and entries of paths in the order in which the mart keeps them (mart/publish). Grain: that of each table.
CREATE TABLE ordered_run AS SELECT * FROM month_run ORDER BY ALL;
DROP TABLE month_run;
ALTER TABLE ordered_run RENAME TO month_run;
CREATE TABLE ordered_entry AS SELECT * FROM placed_entry ORDER BY path_started_on, person_key;
DROP TABLE placed_entry;
ALTER TABLE ordered_entry RENAME TO placed_entry;
