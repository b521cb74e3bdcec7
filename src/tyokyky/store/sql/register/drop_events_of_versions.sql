-- Takes out what deliveries said of versions that are gone. Reads the frame `doomed` (row_id). Grain: row x event.
-- Parameter: $table_name.
DELETE FROM row_event WHERE table_name = $table_name AND row_id IN (SELECT doomed.row_id FROM doomed);
