-- Pairs of exits of one person from one service, for clustering by person in every question without days.
-- Grain: service x (municipality, unit, time_days, followed) of the earlier and of the later exit. Units: days, counts.
-- Source: click_exit in the estimate. time_days: at most 367, longer than any window.
CREATE TABLE exit_pair_count AS
WITH repeated AS (
    SELECT
        exit_key,
        person_key,
        service_code,
        municipality_code,
        unit_code,
        least(time_days, 367)::SMALLINT AS time_days,
        is_followed
    FROM click_exit
    WHERE exits_of_person > 1 AND in_estimate
)
SELECT
    one.service_code,
    one.municipality_code AS one_municipality_code,
    other.municipality_code AS other_municipality_code,
    one.unit_code AS one_unit_code,
    other.unit_code AS other_unit_code,
    one.time_days AS one_time_days,
    one.is_followed AS one_followed,
    other.time_days AS other_time_days,
    other.is_followed AS other_followed,
    count(*)::INTEGER AS pair_count
FROM repeated AS one
JOIN repeated AS other
    ON other.person_key = one.person_key
    AND other.service_code = one.service_code
    AND other.exit_key > one.exit_key
GROUP BY ALL
ORDER BY ALL;
