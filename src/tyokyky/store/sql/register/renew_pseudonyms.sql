-- Puts each pseudonym's renewed form in its place, also inside ids made of it. Grain: version of each table.
-- Reads the frames `renewal` (client_id, renewed_id) and `renewed_response` (controller, response_id, renewed_response_id).
UPDATE response SET response_id = renewed_response.renewed_response_id
FROM renewed_response
WHERE response.controller = renewed_response.controller AND response.response_id = renewed_response.response_id;
UPDATE comment SET response_id = renewed_response.renewed_response_id
FROM renewed_response
WHERE comment.controller = renewed_response.controller AND comment.response_id = renewed_response.response_id;
UPDATE response SET client_id = renewal.renewed_id FROM renewal WHERE response.client_id = renewal.client_id;
UPDATE client SET client_id = renewal.renewed_id FROM renewal WHERE client.client_id = renewal.client_id;
UPDATE period
SET client_id = renewal.renewed_id, period_id = replace(period.period_id, renewal.client_id, renewal.renewed_id)
FROM renewal
WHERE period.client_id = renewal.client_id;
UPDATE referral
SET client_id = renewal.renewed_id, referral_id = replace(referral.referral_id, renewal.client_id, renewal.renewed_id)
FROM renewal
WHERE referral.client_id = renewal.client_id;
UPDATE moment
SET client_id = renewal.renewed_id, moment_id = replace(moment.moment_id, renewal.client_id, renewal.renewed_id)
FROM renewal
WHERE moment.client_id = renewal.client_id;
