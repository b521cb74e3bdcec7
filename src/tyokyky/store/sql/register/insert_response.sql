-- Stores the rows of a delivery that are new or changed. Reads the frame `incoming`.
-- Grain: answer to one item, version.
INSERT INTO response (
    row_id, batch_id, controller, response_id, item_id, answered_on, score, not_applicable, client_id, service_code,
    unit_code, municipality_code, channel, respondent, phase
)
SELECT
    row_id, batch_id, controller, response_id, item_id, answered_on, score, not_applicable, client_id, service_code,
    unit_code, municipality_code, channel, respondent, phase
FROM incoming;
