-- Life tables within strata of unit and age band, for the two groups that a difference compares.
-- Grain: service x breakdown value (group) x unit x age band x day x followed. Units: days, counts.
-- Parameters: $first_group, $second_group and the selection's. weight_count: all exits, in the estimate or not.
WITH cell AS (
    SELECT
        service_code,
        breakdown_value,
        unit_code,
        age_band,
        day,
        is_followed_in_window,
        count(*) FILTER (WHERE in_estimate) AS exit_count,
        count(*) AS weight_count
    FROM selected_exit($window_days::SMALLINT, $breakdown, $since, $until, $service, $municipality, $unit)
    WHERE breakdown_value IN ($first_group, $second_group)
    GROUP BY ALL
)
SELECT
    service_code::VARCHAR AS service_code,
    breakdown_value::VARCHAR AS breakdown_value,
    unit_code::VARCHAR AS unit_code,
    age_band::VARCHAR AS age_band,
    day::BIGINT AS day,
    CASE WHEN is_followed_in_window THEN 'followed' ELSE '' END AS successor_service_code,
    exit_count,
    weight_count
FROM cell
ORDER BY ALL;
