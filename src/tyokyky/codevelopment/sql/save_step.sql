-- One step of a saved service path. Grain: save x step.
-- Parameters: $path_id, $version, $step_number (from 1), $stage, $moment_code, $touchpoint, $channel, $critical, $note.
INSERT INTO service_path_step
VALUES ($path_id, $version, $step_number, $stage, $moment_code, $touchpoint, $channel, $critical, $note);
