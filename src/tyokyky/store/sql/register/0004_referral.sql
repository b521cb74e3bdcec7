-- Referrals (ohjaus): that a person was shown the way to a service, whether or not they ever began there.
-- Grain: referral, version. Units: days. to_service_code: where to; from_service_code, unit and municipality: who referred.
CREATE TABLE referral (
    row_id BIGINT NOT NULL, batch_id INTEGER NOT NULL, controller VARCHAR NOT NULL,
    referral_id VARCHAR NOT NULL, client_id VARCHAR NOT NULL, to_service_code VARCHAR NOT NULL, referred_on DATE NOT NULL,
    from_service_code VARCHAR, unit_code VARCHAR, municipality_code VARCHAR
);
