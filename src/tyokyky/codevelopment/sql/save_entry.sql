-- One save of an entry. Grain: save. saved_at is UTC; token is null where the act of saving has no name.
-- Parameters: $entry_id, $version, $kind, $saved_by, $saved_at, $removed, $token, $content (JSON).
INSERT INTO entry VALUES ($entry_id, $version, $kind, $saved_by, $saved_at, $removed, $token, $content);
