-- Anonymous clients' answers on own-service items (definitions, section 7): a unit's score in a service, by level and quarter.
-- Grain: service x unit x level x exit_quarter. Units: share 0-1. form_count: filled-in forms, however many items each.
-- exit_quarter: the quarter after the answers' own, whose exits they are read beside. Fewer than five forms give no score: it
-- would tell what some of the few had answered. Source: feedback_answer.
CREATE TABLE unit_quarter_feedback AS
WITH anonymous AS (
    SELECT
        service_code,
        unit_code,
        participation_level,
        date_trunc('quarter', answered_on) + INTERVAL 3 MONTH AS exit_quarter_start,
        response_key,
        scaled_score
    FROM feedback_answer
    WHERE
        NOT is_linked
        AND respondent = 'client'
        AND plane = 'own'
        AND service_code <> 'unknown'
        AND unit_code <> 'unknown'
        AND scaled_score IS NOT NULL
)
SELECT
    service_code,
    unit_code,
    participation_level,
    CAST(year(exit_quarter_start) AS VARCHAR) || 'Q' || CAST(quarter(exit_quarter_start) AS VARCHAR) AS exit_quarter,
    count(DISTINCT response_key) AS form_count,
    avg(scaled_score) AS mean_score,
    CASE
        -- Means of fifths and quarters must not miss their boundary by a rounding of the last digit.
        WHEN avg(scaled_score) >= 0.75 - 1e-12 THEN 'high'
        WHEN avg(scaled_score) >= 0.5 - 1e-12 THEN 'middle'
        ELSE 'low'
    END AS score_band
FROM anonymous
GROUP BY service_code, unit_code, participation_level, exit_quarter_start
HAVING count(DISTINCT response_key) >= 5;
