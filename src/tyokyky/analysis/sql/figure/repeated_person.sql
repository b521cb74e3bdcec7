-- Persons among those with more than one exit from the service: the only ones that need telling apart to be counted.
-- Grain: service x breakdown value. Units: persons.
SELECT
    service_code::VARCHAR AS service_code,
    coalesce(breakdown_value::VARCHAR, '') AS breakdown_value,
    count(DISTINCT person_key) AS repeated_person_count
FROM selected_exit($window_days::SMALLINT, $breakdown, $since, $until, $service, $municipality, $unit)
WHERE exits_of_person > 1
GROUP BY ALL
ORDER BY ALL;
