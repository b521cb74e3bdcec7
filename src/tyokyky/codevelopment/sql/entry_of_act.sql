-- The save that one act of saving made; none where it has not been made. Grain: save. Parameters: $act_id, $kind, $saved_by.
SELECT entry_id, version, saved_by, saved_at, removed, content
FROM entry
WHERE act_id = $act_id AND kind = $kind AND saved_by = $saved_by
ORDER BY entry_id, version;
