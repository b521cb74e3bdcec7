-- Exits by their group on each level of participation (see figure/level_cell) without days: from mart/level_count.
-- Grain: service x level x group x outcome x day. Units: days, counts.
-- Parameters: $measure (experience, evidence, unit_feedback), $window_days, $service, $municipality, $unit (null = no limit).
WITH placed AS (
    SELECT
        service_code,
        level,
        group_code,
        CASE
            WHEN NOT is_linked THEN 4
            WHEN is_followed AND time_days <= $window_days THEN 0
            WHEN time_days >= $window_days THEN 1
            WHEN time_days >= 0 THEN 2
            ELSE 3
        END AS outcome,
        least(time_days, $window_days::SMALLINT) AS day,
        exit_count,
        period_count,
        may_be_renewed_count,
        once_count
    FROM level_count
    WHERE
        measure = $measure
        AND ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
        AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
        AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
),
cell AS (
    SELECT
        service_code,
        level,
        group_code,
        outcome,
        day,
        sum(exit_count)::BIGINT AS exit_count,
        sum(period_count)::BIGINT AS period_count,
        sum(may_be_renewed_count)::BIGINT AS may_be_renewed_count,
        sum(once_count)::BIGINT AS once_count
    FROM placed
    GROUP BY ALL
)
SELECT
    service_code::VARCHAR AS service_code,
    level,
    group_code::VARCHAR AS breakdown_value,
    CASE outcome
        WHEN 0 THEN 'followed'
        WHEN 1 THEN 'dropped'
        WHEN 2 THEN 'still_in_window'
        WHEN 3 THEN 'not_yet_observable'
        ELSE 'not_linked'
    END AS outcome,
    day::BIGINT AS day,
    '' AS successor_service_code,
    exit_count,
    period_count,
    may_be_renewed_count,
    once_count
FROM cell
ORDER BY service_code, level, breakdown_value, outcome, day;
