-- Pairs of exits of one person (see figure/exit_pair) without days, by no key, municipality or unit.
-- Grain: service x breakdown value x (day, followed) x (day, followed) of the earlier and the later exit. Units: days, counts.
-- Source: mart/exit_pair_count. Both exits of a pair are within the limits and have the same value of the breakdown.
-- Parameters: $window_days, $breakdown ('', municipality, unit), $service, $municipality, $unit (null = no limit).
WITH pair AS (
    SELECT
        service_code,
        CASE $breakdown
            WHEN 'municipality' THEN one_municipality_code
            WHEN 'unit' THEN one_unit_code
        END AS breakdown_value,
        least(one_time_days, $window_days::SMALLINT) AS one_day,
        one_followed AND one_time_days <= $window_days AS one_followed,
        least(other_time_days, $window_days::SMALLINT) AS other_day,
        other_followed AND other_time_days <= $window_days AS other_followed,
        sum(pair_count)::BIGINT AS pair_count
    FROM exit_pair_count
    WHERE
        ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
        AND (
            $municipality::VARCHAR IS NULL
            OR (one_municipality_code = $municipality::VARCHAR AND other_municipality_code = $municipality::VARCHAR)
        )
        AND ($unit::VARCHAR IS NULL OR (one_unit_code = $unit::VARCHAR AND other_unit_code = $unit::VARCHAR))
        AND ($breakdown <> 'municipality' OR one_municipality_code = other_municipality_code)
        AND ($breakdown <> 'unit' OR one_unit_code = other_unit_code)
    GROUP BY ALL
)
SELECT
    service_code::VARCHAR AS service_code,
    coalesce(breakdown_value::VARCHAR, '') AS breakdown_value,
    one_day::BIGINT AS one_day,
    one_followed,
    other_day::BIGINT AS other_day,
    other_followed,
    pair_count
FROM pair
ORDER BY ALL;
