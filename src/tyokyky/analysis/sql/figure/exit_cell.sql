-- Counts that both the life table and the numbers beside it are made of, in one look at the exits.
-- Grain: service x breakdown value x outcome x day x successor service ('' unless $by_successor and followed in the window).
-- Units: days, counts. Outcomes: followed and dropped within the window, still in the window, not yet observable, not linked.
-- once_count: exits of persons with one exit from the service, who need no telling apart.
WITH cell AS (
    SELECT
        service_code,
        breakdown_value,
        outcome,
        day,
        CASE WHEN $by_successor::BOOLEAN AND outcome = 0 THEN successor_service_code END AS successor_service_code,
        count(*) AS exit_count,
        sum(period_count)::BIGINT AS period_count,
        count(*) FILTER (WHERE is_linked AND may_be_renewed) AS may_be_renewed_count,
        count(*) FILTER (WHERE exits_of_person = 1) AS once_count
    FROM selected_exit($window_days::SMALLINT, $breakdown, $since, $until, $service, $municipality, $unit)
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
