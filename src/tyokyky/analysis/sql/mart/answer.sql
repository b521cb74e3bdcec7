-- Clients' own linked answers on own-service items, scaled to 0-1 (turned when the item is reversed).
-- Grain: answer to one item. Units: share 0-1, null when the item was not applicable.
CREATE TABLE answer AS
SELECT
    person.person_key,
    live_response.service_code,
    live_response.answered_on,
    item.participation_level,
    CASE
        WHEN live_response.not_applicable THEN NULL
        WHEN item.reversed THEN (item.scale_max - live_response.score) / (item.scale_max - item.scale_min)
        ELSE (live_response.score - item.scale_min) / (item.scale_max - item.scale_min)
    END AS scaled_score
FROM live_response
JOIN person USING (client_id)
JOIN item USING (item_id)
WHERE live_response.respondent = 'client' AND item.plane = 'own' AND live_response.service_code IS NOT NULL
ORDER BY person.person_key, live_response.service_code, live_response.answered_on;
