-- Pairs of exits of one person in one group: what clustering by person needs.
-- Grain: service x breakdown value x (day, followed) x (day, followed) of the earlier and the later exit. Units: days, counts.
WITH repeated AS (
    SELECT service_code, breakdown_value, person_key, exit_key, day, is_followed_in_window
    FROM selected_exit($window_days::SMALLINT, $breakdown, $since, $until, $service, $municipality, $unit)
    WHERE exits_of_person > 1 AND in_estimate
)
SELECT
    one.service_code::VARCHAR AS service_code,
    coalesce(one.breakdown_value::VARCHAR, '') AS breakdown_value,
    one.day::BIGINT AS one_day,
    one.is_followed_in_window AS one_followed,
    other.day::BIGINT AS other_day,
    other.is_followed_in_window AS other_followed,
    count(*) AS pair_count
FROM repeated AS one
JOIN repeated AS other
    ON other.person_key = one.person_key
    AND other.service_code = one.service_code
    AND other.breakdown_value IS NOT DISTINCT FROM one.breakdown_value
    AND other.exit_key > one.exit_key
GROUP BY ALL
ORDER BY ALL;
