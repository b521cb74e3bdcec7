-- Persons among those with more than one exit from a service, told apart within each place.
-- Grain: service x municipality x unit; null stands for all municipalities, or all units. Units: persons. Source: click_exit.
CREATE TABLE repeated_person_count AS
SELECT
    service_code,
    municipality_code,
    unit_code,
    count(DISTINCT person_key) AS repeated_person_count
FROM click_exit
WHERE exits_of_person > 1
GROUP BY GROUPING SETS (
    (service_code), (service_code, municipality_code), (service_code, unit_code), (service_code, municipality_code, unit_code)
)
ORDER BY service_code, municipality_code, unit_code;
