-- Whether the codes that a figure is limited to are known to a code list or to the data; a limit not given is known.
-- Grain: one row. Parameters: $service, $municipality, $unit (null = no limit). 'unknown' stands for a missing place.
SELECT
    $service::VARCHAR IS NULL
    OR EXISTS (SELECT 1 FROM known_code WHERE kind = 'service' AND code = $service::VARCHAR) AS service,
    coalesce($municipality::VARCHAR, 'unknown') = 'unknown'
    OR EXISTS (SELECT 1 FROM known_code WHERE kind = 'municipality' AND code = $municipality::VARCHAR) AS municipality,
    coalesce($unit::VARCHAR, 'unknown') = 'unknown'
    OR EXISTS (SELECT 1 FROM known_code WHERE kind = 'unit' AND code = $unit::VARCHAR) AS unit;
