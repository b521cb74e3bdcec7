-- Cells of the exits in 84 arbitrary parts per service, as `exit_cell.sql` gives them: about a thousand groups, W = 90.
-- Grain: service x part x outcome x day.
WITH part AS (
    SELECT
        service_code,
        exit_key % 84 AS breakdown_value,
        CASE WHEN is_followed AND time_days <= 90 THEN 0 WHEN follow_up_days >= 90 THEN 1 ELSE 2 END AS outcome,
        least(time_days, 90) AS day,
        count(*) AS exit_count,
        sum(period_count)::BIGINT AS period_count
    FROM click_exit
    WHERE in_estimate
    GROUP BY ALL
)
SELECT
    service_code::VARCHAR AS service_code,
    breakdown_value::VARCHAR AS breakdown_value,
    CASE outcome WHEN 0 THEN 'followed' WHEN 1 THEN 'dropped' ELSE 'still_in_window' END AS outcome,
    day::BIGINT AS day,
    '' AS successor_service_code,
    exit_count,
    period_count,
    0::BIGINT AS may_be_renewed_count,
    0::BIGINT AS once_count
FROM part;
