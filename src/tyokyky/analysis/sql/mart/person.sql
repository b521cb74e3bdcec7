-- Persons: one whole number stands for a pseudonym from here on.
-- Grain: person within a link group. Where several controllers or deliveries tell of one person, the latest known value holds.
CREATE TABLE person AS
WITH mention AS (
    SELECT client_id, batch_id, row_id, birth_year, gender, municipality_code FROM live_client
    UNION ALL
    SELECT DISTINCT client_id, batch_id, -1, NULL, NULL, NULL FROM live_period
    UNION ALL
    SELECT DISTINCT client_id, batch_id, -1, NULL, NULL, NULL FROM live_referral
    UNION ALL
    SELECT DISTINCT client_id, batch_id, -1, NULL, NULL, NULL FROM live_moment
),
known AS (
    SELECT
        client_id,
        min(batch_id) AS batch_id,
        max_by(birth_year, row_id) FILTER (WHERE birth_year IS NOT NULL) AS birth_year,
        max_by(gender, row_id) FILTER (WHERE gender IS NOT NULL) AS gender,
        max_by(municipality_code, row_id) FILTER (WHERE municipality_code IS NOT NULL) AS municipality_code
    FROM mention
    GROUP BY client_id
)
SELECT
    row_number() OVER (ORDER BY known.client_id)::INTEGER AS person_key,
    known.client_id,
    batch.link_group,
    known.birth_year,
    known.gender,
    known.municipality_code
FROM known
JOIN batch USING (batch_id);
