-- Counts of exits by the score that anonymous clients gave the exit's unit and service, on one level, in the quarter before.
-- Grain: service x score band ('no_answers': none, or of fewer than five forms) x outcome x day. Units: days, counts.
-- Parameter of its own: $level. The columns are those of exit_cell.sql, so that the same estimate is made of them.
WITH cell AS (
    SELECT
        selected.service_code::VARCHAR AS service_code,
        coalesce(feedback.score_band, 'no_answers') AS breakdown_value,
        outcome,
        day,
        count(*) AS exit_count,
        sum(period_count)::BIGINT AS period_count,
        count(*) FILTER (WHERE is_linked AND may_be_renewed) AS may_be_renewed_count,
        count(*) FILTER (WHERE exits_of_person = 1) AS once_count
    FROM selected_exit($window_days::SMALLINT, 'quarter', $since, $until, $service, $municipality, $unit) AS selected
    LEFT JOIN unit_quarter_feedback AS feedback
        ON feedback.service_code = selected.service_code::VARCHAR
        AND feedback.unit_code = selected.unit_code::VARCHAR
        AND feedback.exit_quarter = selected.breakdown_value::VARCHAR
        AND feedback.participation_level = $level
    GROUP BY ALL
)
SELECT
    service_code,
    breakdown_value,
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
ORDER BY ALL;
