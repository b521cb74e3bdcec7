-- Whether the codes that a figure is limited to are known to a code list or to the data; a limit not given is known.
-- Grain: one row. Parameters: $service, $municipality, $unit (null = no limit). 'unknown' stands for a missing place.
SELECT
    $service::VARCHAR IS NULL
    OR EXISTS (SELECT 1 FROM code_name WHERE kind = 'service' AND code = $service::VARCHAR)
    OR EXISTS (SELECT 1 FROM period WHERE service_code = $service::VARCHAR)
    OR EXISTS (SELECT 1 FROM referral WHERE to_service_code = $service::VARCHAR)
    OR EXISTS (SELECT 1 FROM feedback_answer WHERE service_code = $service::VARCHAR) AS service,
    coalesce($municipality::VARCHAR, 'unknown') = 'unknown'
    OR EXISTS (SELECT 1 FROM code_name WHERE kind = 'municipality' AND code = $municipality::VARCHAR)
    OR EXISTS (SELECT 1 FROM path_spell WHERE municipality_code = $municipality::VARCHAR)
    OR EXISTS (SELECT 1 FROM referral WHERE municipality_code = $municipality::VARCHAR)
    OR EXISTS (SELECT 1 FROM feedback_answer WHERE municipality_code = $municipality::VARCHAR) AS municipality,
    coalesce($unit::VARCHAR, 'unknown') = 'unknown'
    OR EXISTS (SELECT 1 FROM code_name WHERE kind = 'unit' AND code = $unit::VARCHAR)
    OR EXISTS (SELECT 1 FROM path_spell WHERE unit_code = $unit::VARCHAR)
    OR EXISTS (SELECT 1 FROM referral WHERE unit_code = $unit::VARCHAR)
    OR EXISTS (SELECT 1 FROM feedback_answer WHERE unit_code = $unit::VARCHAR) AS unit;
