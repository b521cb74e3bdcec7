-- How many rows of the register hold a pseudonym in any column, also inside an id. Grain: one row.
-- Reads the frame `pseudonym` (client_id). Each row is looked at as one text.
WITH row_text AS (
    SELECT client::VARCHAR AS cells FROM client
    UNION ALL
    SELECT period::VARCHAR FROM period
    UNION ALL
    SELECT referral::VARCHAR FROM referral
    UNION ALL
    SELECT moment::VARCHAR FROM moment
    UNION ALL
    SELECT response::VARCHAR FROM response
    UNION ALL
    SELECT comment::VARCHAR FROM comment
    UNION ALL
    SELECT batch::VARCHAR FROM batch
)
SELECT count(*)::BIGINT AS row_count FROM row_text JOIN pseudonym ON contains(row_text.cells, pseudonym.client_id);
