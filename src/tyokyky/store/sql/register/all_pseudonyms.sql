-- Every pseudonym of the register. Grain: pseudonym.
SELECT client_id FROM client
UNION
SELECT client_id FROM period
UNION
SELECT client_id FROM referral
UNION
SELECT client_id FROM moment
UNION
SELECT client_id FROM response WHERE client_id IS NOT NULL
ORDER BY client_id;
