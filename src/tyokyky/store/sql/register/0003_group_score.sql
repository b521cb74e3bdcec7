-- Scores of other makers' measures, delivered as means of groups: no column of a person, and no group under five.
-- Grain: measure x unit x municipality x service x span of days, version. Units: mean in the measure's own points.
CREATE TABLE group_score (
    row_id BIGINT NOT NULL, batch_id INTEGER NOT NULL, controller VARCHAR NOT NULL,
    score_id VARCHAR NOT NULL, measure_code VARCHAR NOT NULL, period_start DATE NOT NULL, period_end DATE NOT NULL,
    respondent_count INTEGER NOT NULL, mean_score DOUBLE NOT NULL,
    unit_code VARCHAR, municipality_code VARCHAR, service_code VARCHAR,
    CHECK (respondent_count >= 5), CHECK (period_end >= period_start)
);
