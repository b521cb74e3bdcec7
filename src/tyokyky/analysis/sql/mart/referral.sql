-- Referrals (ohjaus) of persons. What is not told is null; a municipality that the referral does not tell is the client's.
-- Grain: referral. Unit: that of the referrer. referral_key numbers them; ids may hold a pseudonym and stay behind.
CREATE TABLE referral AS
SELECT
    row_number() OVER (
        ORDER BY person.person_key, live_referral.referred_on, live_referral.to_service_code, live_referral.row_id
    )::INTEGER AS referral_key,
    person.person_key,
    person.link_group,
    live_referral.from_service_code,
    live_referral.to_service_code,
    live_referral.referred_on,
    live_referral.unit_code,
    coalesce(live_referral.municipality_code, person.municipality_code) AS municipality_code
FROM live_referral
JOIN person USING (client_id)
ORDER BY referral_key;
