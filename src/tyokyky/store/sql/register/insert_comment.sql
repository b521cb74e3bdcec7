-- Stores the rows of a delivery that are new or changed. Reads the frame `incoming`.
-- Grain: open comment, version.
INSERT INTO comment (row_id, batch_id, controller, response_id, text, question)
SELECT row_id, batch_id, controller, response_id, text, question
FROM incoming;
