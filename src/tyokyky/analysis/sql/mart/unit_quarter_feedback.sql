-- Anonymous clients' answers on own-service items (definitions, section 7): a unit's score in a service, by level and quarter.
-- Grain: service x unit x level x exit_quarter. Units: share 0-1. A form is a response_id of a controller, however many items.
-- exit_quarter: the quarter after the answers' own, whose exits they are read beside. Fewer than five forms give no score: it
-- would tell what some of the few had answered.
CREATE TABLE unit_quarter_feedback AS
WITH anonymous AS (
    SELECT
        live_response.service_code,
        live_response.unit_code,
        item.participation_level,
        date_trunc('quarter', live_response.answered_on) + INTERVAL 3 MONTH AS exit_quarter_start,
        live_response.controller || ' ' || live_response.response_id AS form,
        CASE
            WHEN item.reversed THEN (item.scale_max - live_response.score) / (item.scale_max - item.scale_min)
            ELSE (live_response.score - item.scale_min) / (item.scale_max - item.scale_min)
        END AS scaled_score
    FROM live_response
    JOIN item USING (item_id)
    WHERE
        live_response.client_id IS NULL
        AND live_response.respondent = 'client'
        AND item.plane = 'own'
        AND live_response.service_code IS NOT NULL
        AND live_response.unit_code IS NOT NULL
        AND NOT live_response.not_applicable
        AND live_response.score IS NOT NULL
)
SELECT
    service_code,
    unit_code,
    participation_level,
    CAST(year(exit_quarter_start) AS VARCHAR) || 'Q' || CAST(quarter(exit_quarter_start) AS VARCHAR) AS exit_quarter,
    count(DISTINCT form) AS form_count,
    avg(scaled_score) AS mean_score,
    CASE
        -- Means of fifths and quarters must not miss their boundary by a rounding of the last digit.
        WHEN avg(scaled_score) >= 0.75 - 1e-12 THEN 'high'
        WHEN avg(scaled_score) >= 0.5 - 1e-12 THEN 'middle'
        ELSE 'low'
    END AS score_band
FROM anonymous
GROUP BY service_code, unit_code, participation_level, exit_quarter_start
HAVING count(DISTINCT form) >= 5;
