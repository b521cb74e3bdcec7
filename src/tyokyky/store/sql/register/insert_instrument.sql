-- Stores the rows of a delivery that are new or changed. Reads the frame `incoming`.
-- Grain: questionnaire, version.
INSERT INTO instrument (
    row_id, batch_id, controller, instrument_id, name_fi, name_sv, name_en, licence, validated
)
SELECT
    row_id, batch_id, controller, instrument_id, name_fi, name_sv, name_en, licence, validated
FROM incoming;
