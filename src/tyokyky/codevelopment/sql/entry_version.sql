-- Saves of the entries of one kind, with who made them and when (UTC). Grain: save.
-- Parameters: $kind, $entry_id (null: all entries of the kind).
SELECT
    entry_id,
    version,
    saved_by,
    saved_at,
    removed,
    content,
    version = max(version) OVER (PARTITION BY entry_id) AS is_latest
FROM entry
WHERE kind = $kind AND ($entry_id::BIGINT IS NULL OR entry_id = $entry_id::BIGINT)
ORDER BY entry_id, version;
