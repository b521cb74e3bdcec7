-- Stores the rows of a delivery that are new or changed. Reads the frame `incoming`.
-- Grain: person within a controller, version.
INSERT INTO client (
    row_id, batch_id, controller, client_id, birth_year, gender, municipality_code, language
)
SELECT
    row_id, batch_id, controller, client_id, birth_year, gender, municipality_code, language
FROM incoming;
