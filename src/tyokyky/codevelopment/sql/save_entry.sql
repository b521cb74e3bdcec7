-- One save of an entry. Grain: save. saved_at is UTC; act_id is null where the act of saving has no name.
-- Parameters: $entry_id, $version, $kind, $saved_by, $saved_at, $removed, $act_id, $content (JSON).
INSERT INTO entry VALUES ($entry_id, $version, $kind, $saved_by, $saved_at, $removed, $act_id, $content);
