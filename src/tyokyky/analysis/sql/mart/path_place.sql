-- Where paths began, numbered: first service, municipality and unit. Grain: first service x municipality x unit.
-- Source: path_entry_count. placed_entry: grain person; the number of the place, with when the path began and its known months.
CREATE TABLE path_place AS
WITH place AS (SELECT DISTINCT service_code, municipality_code, unit_code FROM path_entry_count)
SELECT
    row_number() OVER (ORDER BY service_code, municipality_code, unit_code)::INTEGER AS place_key,
    service_code,
    municipality_code,
    unit_code
FROM place
ORDER BY place_key;
CREATE TABLE placed_entry AS
SELECT
    path_entry.person_key,
    path_place.place_key,
    path_entry.started_on AS path_started_on,
    path_entry.first_month::SMALLINT AS first_month,
    path_entry.last_month::SMALLINT AS last_month
FROM path_entry
JOIN path_place USING (service_code, municipality_code, unit_code);
