-- Filled-in forms of clients about their own service: one band of answers on every level, by the mean of the form's items.
-- Grain: quarter x municipality x band of each level. Units: forms (counts), however many items each holds. The bands are
-- those of a scale of 1 to 5 (other scales by their place on it), cut half-way: low 1-2, middle 3, high 4-5. Source: feedback_form.
-- Parameters: $first_day, $last_day (days of answering, inclusive).
WITH level_score AS (
    SELECT response_key, participation_level, sum(score_sum) / sum(answer_count) AS mean_score
    FROM feedback_form
    WHERE respondent = 'client' AND plane = 'own'
    GROUP BY response_key, participation_level
),
level_band AS (
    SELECT
        response_key,
        participation_level,
        CASE
            WHEN mean_score IS NULL THEN 'not_applicable'
            -- Means of quarters must not miss their boundary by a rounding of the last digit.
            WHEN mean_score >= 0.625 - 1e-12 THEN 'high'
            WHEN mean_score >= 0.375 - 1e-12 THEN 'middle'
            ELSE 'low'
        END AS band
    FROM level_score
),
form AS (
    SELECT response_key, max(answered_quarter) AS quarter, max(municipality_code) AS municipality
    FROM feedback_form
    WHERE respondent = 'client' AND plane = 'own' AND answered_on BETWEEN $first_day::DATE AND $last_day::DATE
    GROUP BY response_key
),
banded AS (
    SELECT
        form.quarter,
        form.municipality,
        coalesce(max(CASE WHEN participation_level = 'information' THEN band END), 'no_answer') AS answer_information,
        coalesce(max(CASE WHEN participation_level = 'action' THEN band END), 'no_answer') AS answer_action,
        coalesce(max(CASE WHEN participation_level = 'planning' THEN band END), 'no_answer') AS answer_planning,
        coalesce(max(CASE WHEN participation_level = 'decision' THEN band END), 'no_answer') AS answer_decision,
        coalesce(max(CASE WHEN participation_level = 'evaluation' THEN band END), 'no_answer') AS answer_evaluation
    FROM form
    LEFT JOIN level_band ON level_band.response_key = form.response_key
    GROUP BY form.response_key, form.quarter, form.municipality
)
SELECT *, count(*)::BIGINT AS count
FROM banded
GROUP BY ALL
ORDER BY ALL;
