-- Which of some pseudonyms belong to a client that the register knows. Grain: client. Reads the frame `candidate`.
SELECT client_id FROM client SEMI JOIN candidate USING (client_id)
UNION
SELECT client_id FROM period SEMI JOIN candidate USING (client_id)
UNION
SELECT client_id FROM referral SEMI JOIN candidate USING (client_id)
UNION
SELECT client_id FROM moment SEMI JOIN candidate USING (client_id)
UNION
SELECT client_id FROM response SEMI JOIN candidate USING (client_id);
