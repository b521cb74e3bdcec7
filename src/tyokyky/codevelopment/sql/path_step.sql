-- Steps of one save of a service path, in the order of the path. Grain: step. Parameters: $path_id, $version.
SELECT stage, moment_code, touchpoint, channel, critical, note
FROM service_path_step
WHERE path_id = $path_id AND version = $version
ORDER BY step_number;
