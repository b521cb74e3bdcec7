-- Stores the rows of a delivery that are new or changed. Reads the frame `incoming`.
-- Grain: referral (ohjaus), version.
INSERT INTO referral (
    row_id, batch_id, controller, referral_id, client_id, to_service_code, referred_on, from_service_code, unit_code,
    municipality_code
)
SELECT
    row_id, batch_id, controller, referral_id, client_id, to_service_code, referred_on, from_service_code, unit_code,
    municipality_code
FROM incoming;
