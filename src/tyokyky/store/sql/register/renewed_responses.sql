-- Ids of answers that hold a pseudonym, as they are once it is renewed. Grain: controller x response_id.
-- Reads the frame `renewal` (client_id, renewed_id). A comment and a coding know their answer by this id.
SELECT DISTINCT
    response.controller,
    response.response_id,
    replace(response.response_id, renewal.client_id, renewal.renewed_id) AS renewed_response_id
FROM response
JOIN renewal ON response.client_id = renewal.client_id
WHERE contains(response.response_id, renewal.client_id)
ORDER BY response.controller, response.response_id;
