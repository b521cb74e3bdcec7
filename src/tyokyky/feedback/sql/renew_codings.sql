-- Codings know their comment by the answer's id: where that is renewed, so is it here. Grain: act.
-- Reads the frame `renewed_response` (controller, response_id, renewed_response_id). Done twice it changes nothing more.
UPDATE theme_coding SET response_id = renewed_response.renewed_response_id
FROM renewed_response
WHERE theme_coding.controller = renewed_response.controller AND theme_coding.response_id = renewed_response.response_id;
