-- What the filters can be set to: values that some exit has.
-- Grain: kind x code. Kinds: service, municipality, unit, quarter, year.
SELECT DISTINCT 'service' AS kind, service_code AS code FROM service_exit
UNION ALL
SELECT DISTINCT 'municipality', municipality_code FROM service_exit
UNION ALL
SELECT DISTINCT 'unit', unit_code FROM service_exit
UNION ALL
SELECT DISTINCT 'quarter', exit_quarter FROM service_exit
UNION ALL
SELECT DISTINCT 'year', exit_year FROM service_exit
ORDER BY kind, code;
