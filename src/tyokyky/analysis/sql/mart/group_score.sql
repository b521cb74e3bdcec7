-- Scores of other makers' measures as they were delivered: means of groups of at least five, never joined to a person.
-- Grain: controller x measure x unit x municipality x service x span of days. Units: mean in the measure's own points.
CREATE TABLE group_score AS
SELECT
    controller, measure_code, unit_code, municipality_code, service_code, period_start, period_end,
    respondent_count, mean_score
FROM live_group_score
ORDER BY controller, score_id;
