-- Where paths began, numbered: first service, municipality and unit. Grain: first service x municipality x unit.
-- Source: path_entry_count.
CREATE TABLE path_place AS
WITH place AS (SELECT DISTINCT service_code, municipality_code, unit_code FROM path_entry_count)
SELECT
    row_number() OVER (ORDER BY service_code, municipality_code, unit_code)::INTEGER AS place_key,
    service_code,
    municipality_code,
    unit_code
FROM place
ORDER BY place_key;
