-- Codes of services, municipalities and units that a code list or the data know: what a figure may be limited to.
-- Grain: kind x code. Source: code_name, period, path_spell, referral, feedback_form.
CREATE TABLE known_code AS
SELECT kind, code FROM code_name WHERE kind IN ('service', 'municipality', 'unit')
UNION
SELECT 'service', service_code FROM period WHERE service_code IS NOT NULL
UNION
SELECT 'service', to_service_code FROM referral WHERE to_service_code IS NOT NULL
UNION
SELECT 'service', service_code FROM feedback_form WHERE service_code IS NOT NULL
UNION
SELECT 'municipality', municipality_code FROM path_spell WHERE municipality_code IS NOT NULL
UNION
SELECT 'municipality', municipality_code FROM referral WHERE municipality_code IS NOT NULL
UNION
SELECT 'municipality', municipality_code FROM feedback_form WHERE municipality_code IS NOT NULL
UNION
SELECT 'unit', unit_code FROM path_spell WHERE unit_code IS NOT NULL
UNION
SELECT 'unit', unit_code FROM referral WHERE unit_code IS NOT NULL
UNION
SELECT 'unit', unit_code FROM feedback_form WHERE unit_code IS NOT NULL
ORDER BY kind, code;
