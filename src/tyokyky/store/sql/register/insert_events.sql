-- A delivery's word on rows stored by earlier ones. Reads the frame `event`. Grain: row x event.
INSERT INTO row_event SELECT $batch_id::INTEGER, $table_name::VARCHAR, row_id, event FROM event ORDER BY row_id;
