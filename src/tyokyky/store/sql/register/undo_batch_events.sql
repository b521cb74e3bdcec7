-- Removes what an undone delivery said of rows stored by others. Grain: row x event. Parameter: $batch_id.
DELETE FROM row_event WHERE batch_id = $batch_id;
