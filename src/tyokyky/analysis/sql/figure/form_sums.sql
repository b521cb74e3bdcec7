-- Sums over forms from which a mean and its interval are made (ADR 0017: the form varies, not the answer).
-- Grain: level x plane x breakdown value x quarter of answering. Units: forms with a scored answer and scored answers (counts); sums
-- over forms of the scores s of a form, of its answers m, and of s*s, s*m and m*m.
-- Parameters: $breakdown (a Key, '' = none), $since, $until (days of answering), $service, $municipality, $unit (null = no limit).
-- Clients only, unless it is the respondents that are told apart: the two are never pooled.
-- Quarters that the days do not cut come from cells; what a cut quarter or a divided form holds is summed form by form.
-- Source: feedback_cell, feedback_form.
WITH opening AS (
    SELECT DISTINCT
        answered_quarter,
        make_date(left(answered_quarter, 4)::INTEGER, 3 * right(answered_quarter, 1)::INTEGER - 2, 1) AS opens_on
    FROM feedback_cell
),
whole_quarter AS (
    SELECT answered_quarter
    FROM opening
    WHERE
        ($since::DATE IS NULL OR opens_on >= $since::DATE)
        AND ($until::DATE IS NULL OR (opens_on + INTERVAL 3 MONTH)::DATE - 1 <= $until::DATE)
),
chosen_form AS (
    SELECT * FROM feedback_form WHERE NOT is_whole
    UNION ALL
    SELECT *
    FROM feedback_form
    WHERE
        is_whole
        AND ($since::DATE IS NOT NULL OR $until::DATE IS NOT NULL)
        AND answered_quarter NOT IN (SELECT answered_quarter FROM whole_quarter)
),
of_form AS (
    SELECT
        participation_level,
        plane,
        CASE $breakdown::VARCHAR
            WHEN 'service' THEN service_code
            WHEN 'municipality' THEN municipality_code
            WHEN 'unit' THEN unit_code
            WHEN 'year' THEN left(answered_quarter, 4)
            WHEN 'respondent' THEN respondent
            WHEN 'channel' THEN channel
            WHEN 'phase' THEN phase
            ELSE ''
        END AS breakdown_value,
        answered_quarter,
        response_key,
        sum(answer_count)::BIGINT AS answer_count,
        coalesce(sum(score_sum), 0) AS score_sum
    FROM chosen_form
    WHERE
        ($breakdown::VARCHAR = 'respondent' OR respondent = 'client')
        AND ($since::DATE IS NULL OR answered_on >= $since::DATE)
        AND ($until::DATE IS NULL OR answered_on <= $until::DATE)
        AND ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
        AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
        AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
    GROUP BY ALL
),
of_cell AS (
    SELECT
        participation_level,
        plane,
        CASE $breakdown::VARCHAR
            WHEN 'service' THEN service_code
            WHEN 'municipality' THEN municipality_code
            WHEN 'unit' THEN unit_code
            WHEN 'year' THEN left(answered_quarter, 4)
            WHEN 'respondent' THEN respondent
            WHEN 'channel' THEN channel
            WHEN 'phase' THEN phase
            ELSE ''
        END AS breakdown_value,
        answered_quarter,
        response_count,
        answer_count,
        score_sum,
        squared_score_sum,
        score_answer_sum,
        squared_answer_sum
    FROM feedback_cell
    WHERE
        answered_quarter IN (SELECT answered_quarter FROM whole_quarter)
        AND ($breakdown::VARCHAR = 'respondent' OR respondent = 'client')
        AND ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
        AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
        AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
),
part AS (
    SELECT * FROM of_cell
    UNION ALL
    SELECT
        participation_level,
        plane,
        breakdown_value,
        answered_quarter,
        CASE WHEN answer_count > 0 THEN 1 ELSE 0 END,
        answer_count,
        score_sum,
        score_sum * score_sum,
        score_sum * answer_count,
        (answer_count * answer_count)::DOUBLE
    FROM of_form
)
SELECT
    participation_level,
    plane,
    breakdown_value,
    answered_quarter AS quarter,
    sum(response_count)::BIGINT AS response_count,
    sum(answer_count)::BIGINT AS answer_count,
    sum(score_sum) AS score_sum,
    sum(squared_score_sum) AS squared_score_sum,
    sum(score_answer_sum) AS score_answer_sum,
    sum(squared_answer_sum) AS squared_answer_sum
FROM part
GROUP BY ALL
ORDER BY ALL;
