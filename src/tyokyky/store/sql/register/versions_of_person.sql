-- Every version of every row about one person, and of the comments given with the person's answers.
-- Grain: table x version. Reads the frames `pseudonym` (client_id) and `sent` (response_id of forms sent with the person's
-- codes, also those that no code linked). An answer that was linked in any version is the person's in all of them.
WITH own_response AS (
    SELECT DISTINCT controller, response_id FROM response SEMI JOIN pseudonym USING (client_id)
    UNION
    SELECT DISTINCT controller, response_id FROM response SEMI JOIN sent USING (response_id)
    UNION
    SELECT DISTINCT controller, response_id FROM comment SEMI JOIN sent USING (response_id)
)
SELECT 'client' AS table_name, row_id, NULL::VARCHAR AS controller, NULL::VARCHAR AS response_id FROM client SEMI JOIN pseudonym USING (client_id)
UNION ALL
SELECT 'period', row_id, NULL, NULL FROM period SEMI JOIN pseudonym USING (client_id)
UNION ALL
SELECT 'referral', row_id, NULL, NULL FROM referral SEMI JOIN pseudonym USING (client_id)
UNION ALL
SELECT 'moment', row_id, NULL, NULL FROM moment SEMI JOIN pseudonym USING (client_id)
UNION ALL
SELECT 'response', row_id, controller, response_id FROM response SEMI JOIN own_response USING (controller, response_id)
UNION ALL
SELECT 'comment', row_id, controller, response_id FROM comment SEMI JOIN own_response USING (controller, response_id)
ORDER BY table_name, row_id;
