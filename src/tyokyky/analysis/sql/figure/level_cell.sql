-- Counts of exits by their group on each level of participation: all levels in one look at the exits.
-- Grain: service x level x group x outcome x day. Units: days, counts. The columns are those of exit_cell.sql and the level,
-- so that the same estimate is made of them; each exit is in every level once.
-- Parameter of its own: $measure: 'experience', 'evidence', or 'unit_feedback': the score band of what anonymous clients said.
WITH selected AS (
    SELECT
        service_code,
        outcome,
        day,
        CASE $measure
            WHEN 'experience' THEN experience_information
            WHEN 'evidence' THEN evidence_information
            WHEN 'unit_feedback' THEN unit_feedback_information
        END AS information,
        CASE $measure
            WHEN 'experience' THEN experience_action
            WHEN 'evidence' THEN evidence_action
            WHEN 'unit_feedback' THEN unit_feedback_action
        END AS action,
        CASE $measure
            WHEN 'experience' THEN experience_planning
            WHEN 'evidence' THEN evidence_planning
            WHEN 'unit_feedback' THEN unit_feedback_planning
        END AS planning,
        CASE $measure
            WHEN 'experience' THEN experience_decision
            WHEN 'evidence' THEN evidence_decision
            WHEN 'unit_feedback' THEN unit_feedback_decision
        END AS decision,
        CASE $measure
            WHEN 'experience' THEN experience_evaluation
            WHEN 'evidence' THEN evidence_evaluation
            WHEN 'unit_feedback' THEN unit_feedback_evaluation
        END AS evaluation,
        period_count,
        is_linked AND may_be_renewed AS may_be_renewed,
        exits_of_person = 1 AS is_once
    FROM selected_exit($window_days::SMALLINT, '', $since, $until, $service, $municipality, $unit)
),
combined AS (
    SELECT
        service_code,
        outcome,
        day,
        information,
        action,
        planning,
        decision,
        evaluation,
        count(*) AS exit_count,
        sum(period_count)::BIGINT AS period_count,
        count(*) FILTER (WHERE may_be_renewed) AS may_be_renewed_count,
        count(*) FILTER (WHERE is_once) AS once_count
    FROM selected
    GROUP BY ALL
),
told AS (
    FROM (UNPIVOT combined ON information, action, planning, decision, evaluation INTO NAME level VALUE group_code)
),
on_level AS (
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
    FROM told
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
FROM on_level
ORDER BY service_code, level, breakdown_value, outcome, day;
