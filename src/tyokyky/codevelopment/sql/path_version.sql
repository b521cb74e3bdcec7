-- Saves of service paths with who made them and when (UTC). Grain: save. Parameter: path_id (null: all paths).
SELECT
    path_id,
    version,
    saved_by,
    saved_at,
    title,
    worked_because,
    lacked_because,
    version = max(version) OVER (PARTITION BY path_id) AS is_latest
FROM service_path
WHERE $path_id::BIGINT IS NULL OR path_id = $path_id::BIGINT
ORDER BY path_id, version;
