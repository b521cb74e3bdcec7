-- Stores the rows of a delivery that are new or changed. Reads the frame `incoming`.
-- Grain: group's score by one measure, version.
INSERT INTO group_score (
    row_id, batch_id, controller, score_id, measure_code, period_start, period_end, respondent_count, mean_score,
    unit_code, municipality_code, service_code
)
SELECT
    row_id, batch_id, controller, score_id, measure_code, period_start, period_end, respondent_count, mean_score,
    unit_code, municipality_code, service_code
FROM incoming;
