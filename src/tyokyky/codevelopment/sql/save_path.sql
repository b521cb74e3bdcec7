-- One save of a service path. Grain: save. saved_at is UTC.
-- Parameters: $path_id, $version, $saved_by, $saved_at, $title, $worked_because, $lacked_because.
INSERT INTO service_path VALUES ($path_id, $version, $saved_by, $saved_at, $title, $worked_because, $lacked_because);
