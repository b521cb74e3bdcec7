-- Life tables within strata of unit and age band, for the groups of a measure that a difference compares.
-- Grain: service x level x group x unit x age band. Units: days, counts. days, are_followed, exit_counts: lists of as many
-- (days until somebody followed or nobody watches any more, followed, exits in the estimate), in no order; null without any.
-- Parameters: $measure (experience, evidence), the compared groups $first_group and $second_group, and the selection's.
-- weight_count: all exits, in the estimate or not.
WITH selected AS (
    SELECT
        service_code,
        unit_code,
        age_band,
        day,
        is_followed_in_window,
        in_estimate,
        CASE $measure WHEN 'experience' THEN experience_information ELSE evidence_information END AS information,
        CASE $measure WHEN 'experience' THEN experience_action ELSE evidence_action END AS action,
        CASE $measure WHEN 'experience' THEN experience_planning ELSE evidence_planning END AS planning,
        CASE $measure WHEN 'experience' THEN experience_decision ELSE evidence_decision END AS decision,
        CASE $measure WHEN 'experience' THEN experience_evaluation ELSE evidence_evaluation END AS evaluation
    FROM selected_exit($window_days::SMALLINT, '', $since, $until, $service, $municipality, $unit)
),
combined AS (
    SELECT *, count(*) AS exit_count FROM selected GROUP BY ALL
),
told AS (
    FROM (UNPIVOT combined ON information, action, planning, decision, evaluation INTO NAME level VALUE group_code)
),
cell AS (
    SELECT
        service_code,
        level,
        group_code,
        unit_code,
        age_band,
        day,
        is_followed_in_window,
        sum(exit_count) FILTER (WHERE in_estimate)::INTEGER AS exit_count,
        sum(exit_count)::BIGINT AS weight_count
    FROM told
    WHERE group_code IN ($first_group, $second_group)
    GROUP BY ALL
)
SELECT
    service_code::VARCHAR AS service_code,
    level,
    group_code::VARCHAR AS breakdown_value,
    unit_code::VARCHAR AS unit_code,
    age_band::VARCHAR AS age_band,
    list(day) FILTER (WHERE exit_count > 0) AS days,
    list(is_followed_in_window) FILTER (WHERE exit_count > 0) AS are_followed,
    list(exit_count) FILTER (WHERE exit_count > 0) AS exit_counts,
    sum(weight_count)::BIGINT AS weight_count
FROM cell
GROUP BY ALL
ORDER BY ALL;
