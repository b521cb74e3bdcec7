-- Exits counted by their group on each level of participation, once for every question without days.
-- Grain: level_count: measure x municipality x unit x service x level x group x is_linked x is_followed x time_days.
-- Grain of stratum_count: measure x municipality x unit x service x level x compared group x age band, with its life table as
-- lists of as many (day, followed, exits in the estimate); weight_count: all its exits, in the estimate or not.
-- Units: days, counts. Source: click_exit. Measures: experience, evidence, and unit_feedback: the score band of what anonymous
-- clients said. time_days: at most 367, longer than any window. Compared groups: those whose drop-offs are subtracted.
CREATE TEMP TABLE counted_level AS
WITH combined_experience AS (
    SELECT
        municipality_code,
        unit_code,
        service_code,
        age_band,
        is_linked,
        is_followed,
        in_estimate,
        least(time_days, 367)::SMALLINT AS time_days,
        experience_information AS information,
        experience_action AS action,
        experience_planning AS planning,
        experience_decision AS decision,
        experience_evaluation AS evaluation,
        count(*) AS exit_count,
        sum(period_count)::BIGINT AS period_count,
        count(*) FILTER (WHERE is_linked AND may_be_renewed) AS may_be_renewed_count,
        count(*) FILTER (WHERE exits_of_person = 1) AS once_count
    FROM click_exit
    GROUP BY ALL
),
combined_evidence AS (
    SELECT
        municipality_code,
        unit_code,
        service_code,
        age_band,
        is_linked,
        is_followed,
        in_estimate,
        least(time_days, 367)::SMALLINT AS time_days,
        evidence_information AS information,
        evidence_action AS action,
        evidence_planning AS planning,
        evidence_decision AS decision,
        evidence_evaluation AS evaluation,
        count(*) AS exit_count,
        sum(period_count)::BIGINT AS period_count,
        count(*) FILTER (WHERE is_linked AND may_be_renewed) AS may_be_renewed_count,
        count(*) FILTER (WHERE exits_of_person = 1) AS once_count
    FROM click_exit
    GROUP BY ALL
),
combined_unit_feedback AS (
    SELECT
        municipality_code,
        unit_code,
        service_code,
        age_band,
        is_linked,
        is_followed,
        in_estimate,
        least(time_days, 367)::SMALLINT AS time_days,
        unit_feedback_information AS information,
        unit_feedback_action AS action,
        unit_feedback_planning AS planning,
        unit_feedback_decision AS decision,
        unit_feedback_evaluation AS evaluation,
        count(*) AS exit_count,
        sum(period_count)::BIGINT AS period_count,
        count(*) FILTER (WHERE is_linked AND may_be_renewed) AS may_be_renewed_count,
        count(*) FILTER (WHERE exits_of_person = 1) AS once_count
    FROM click_exit
    GROUP BY ALL
),
told AS (
    SELECT 'experience' AS measure, *
    FROM (UNPIVOT combined_experience ON information, action, planning, decision, evaluation INTO NAME level VALUE group_code)
    UNION ALL
    SELECT 'evidence' AS measure, *
    FROM (UNPIVOT combined_evidence ON information, action, planning, decision, evaluation INTO NAME level VALUE group_code)
    UNION ALL
    SELECT 'unit_feedback' AS measure, *
    FROM (UNPIVOT combined_unit_feedback ON information, action, planning, decision, evaluation INTO NAME level VALUE group_code)
)
SELECT
    measure,
    municipality_code,
    unit_code,
    service_code,
    age_band,
    level,
    group_code,
    is_linked,
    is_followed,
    in_estimate,
    time_days,
    sum(exit_count)::INTEGER AS exit_count,
    sum(period_count)::INTEGER AS period_count,
    sum(may_be_renewed_count)::INTEGER AS may_be_renewed_count,
    sum(once_count)::INTEGER AS once_count
FROM told
GROUP BY ALL;
CREATE TABLE level_count AS
SELECT
    measure,
    municipality_code,
    unit_code,
    service_code,
    level,
    group_code,
    is_linked,
    is_followed,
    time_days,
    sum(exit_count)::INTEGER AS exit_count,
    sum(period_count)::INTEGER AS period_count,
    sum(may_be_renewed_count)::INTEGER AS may_be_renewed_count,
    sum(once_count)::INTEGER AS once_count
FROM counted_level
GROUP BY ALL
ORDER BY measure, municipality_code, unit_code, service_code, level, group_code, is_linked, is_followed, time_days;
CREATE TABLE stratum_count AS
WITH compared AS (
    SELECT
        measure,
        municipality_code,
        unit_code,
        service_code,
        age_band,
        level,
        group_code,
        is_followed,
        time_days,
        sum(exit_count) FILTER (WHERE in_estimate)::INTEGER AS exit_count,
        sum(exit_count)::INTEGER AS weight_count
    FROM counted_level
    WHERE
        (measure = 'experience' AND group_code IN ('not', 'realised'))
        OR (measure = 'evidence' AND group_code IN ('no', 'yes'))
    GROUP BY ALL
)
SELECT
    measure,
    municipality_code,
    unit_code,
    service_code,
    age_band,
    level,
    group_code,
    list(time_days) FILTER (WHERE exit_count > 0) AS days,
    list(is_followed) FILTER (WHERE exit_count > 0) AS are_followed,
    list(exit_count) FILTER (WHERE exit_count > 0) AS exit_counts,
    sum(weight_count)::INTEGER AS weight_count
FROM compared
GROUP BY ALL
ORDER BY measure, municipality_code, unit_code, service_code, age_band, level, group_code;
DROP TABLE counted_level;
