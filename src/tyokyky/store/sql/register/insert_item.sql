-- Stores the rows of a delivery that are new or changed. Reads the frame `incoming`.
-- Grain: item of a questionnaire, version.
INSERT INTO item (
    row_id, batch_id, controller, item_id, instrument_id, text_fi, level, plane, scale_min, scale_max, text_sv,
    text_en, reversed
)
SELECT
    row_id, batch_id, controller, item_id, instrument_id, text_fi, level, plane, scale_min, scale_max, text_sv,
    text_en, reversed
FROM incoming;
