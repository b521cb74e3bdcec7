-- Whether an entry (or a service path) of a kind is there and not taken out. Grain: one row. Parameters: $kind, $entry_id.
SELECT
    (
        SELECT coalesce(arg_max(NOT removed, version), false)
        FROM entry
        WHERE kind = $kind AND entry_id = $entry_id
    )
    OR ($kind = 'service_path' AND $entry_id IN (SELECT path_id FROM service_path)) AS is_in_use;
