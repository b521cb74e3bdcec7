-- Cells of exits (see figure/exit_cell) without days, by no key, municipality or unit: from exits counted at the build.
-- Grain: service x breakdown value x outcome x day x successor service ('' unless $by_successor and followed in the window).
-- Units: days, counts. Parameters: $window_days, $breakdown ('', municipality, unit), $service, $municipality, $unit.
WITH placed AS (
    SELECT
        service_code,
        CASE $breakdown WHEN 'municipality' THEN municipality_code WHEN 'unit' THEN unit_code END AS breakdown_value,
        successor_service_code,
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
    FROM counted_exit
    WHERE
        ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
        AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
        AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
),
cell AS (
    SELECT
        service_code,
        breakdown_value,
        outcome,
        day,
        CASE WHEN $by_successor::BOOLEAN AND outcome = 0 THEN successor_service_code END AS successor_service_code,
        sum(exit_count)::BIGINT AS exit_count,
        sum(period_count)::BIGINT AS period_count,
        sum(may_be_renewed_count)::BIGINT AS may_be_renewed_count,
        sum(once_count)::BIGINT AS once_count
    FROM placed
    GROUP BY ALL
)
SELECT
    service_code::VARCHAR AS service_code,
    coalesce(breakdown_value::VARCHAR, '') AS breakdown_value,
    CASE outcome
        WHEN 0 THEN 'followed'
        WHEN 1 THEN 'dropped'
        WHEN 2 THEN 'still_in_window'
        WHEN 3 THEN 'not_yet_observable'
        ELSE 'not_linked'
    END AS outcome,
    day::BIGINT AS day,
    coalesce(successor_service_code::VARCHAR, '') AS successor_service_code,
    exit_count,
    period_count,
    may_be_renewed_count,
    once_count
FROM cell
ORDER BY ALL;
