-- All answers, whoever gave them, about the client's own service or about developing services: linked and anonymous together.
-- Grain: answer to one item. Units: share 0-1 of the item's scale (turned when the item is reversed), null when it was not
-- applicable. response_key: the filled-in form that an answer stands on. No person is told apart here: the response share
-- asks answered_day. What an answer does not tell of itself is 'unknown'.
CREATE TABLE feedback_answer AS
SELECT
    dense_rank() OVER (ORDER BY live_response.controller, live_response.response_id)::INTEGER AS response_key,
    item.participation_level,
    item.plane,
    coalesce(live_response.respondent, 'unknown') AS respondent,
    coalesce(live_response.channel, 'unknown') AS channel,
    coalesce(live_response.phase, 'unknown') AS phase,
    coalesce(live_response.service_code, 'unknown') AS service_code,
    coalesce(live_response.unit_code, 'unknown') AS unit_code,
    coalesce(live_response.municipality_code, 'unknown') AS municipality_code,
    live_response.answered_on,
    CAST(year(live_response.answered_on) AS VARCHAR)
        || 'Q' || CAST(quarter(live_response.answered_on) AS VARCHAR) AS answered_quarter,
    CASE
        WHEN live_response.not_applicable THEN NULL
        WHEN item.reversed THEN (item.scale_max - live_response.score) / (item.scale_max - item.scale_min)
        ELSE (live_response.score - item.scale_min) / (item.scale_max - item.scale_min)
    END AS scaled_score,
    live_response.client_id IS NOT NULL AS is_linked
FROM live_response
JOIN item USING (item_id)
ORDER BY live_response.answered_on, response_key, live_response.item_id;
-- Days on which any client answered, in the whole area: the quarters between the first and the last are those in which
-- silence is told, whatever part of the area is asked of. Grain: day.
CREATE TABLE answering_day AS
SELECT DISTINCT answered_on FROM feedback_answer WHERE respondent = 'client' ORDER BY answered_on;
