-- Rows of `referral` that hold: of each key the version with the greatest data_as_of, then batch.
-- Key: controller, referral_id.
-- Grain: referral (ohjaus). Parameter: $as_of_batch (null = newest): only deliveries up to that one are known.
-- $closed: the rows that the newest word calls closed, instead of those that hold.
-- A delivery that brought a row again as it was gives that row a version of its own (unchanged); a full delivery that
-- lacks it gives a version that says "no longer there" (closed). Deliveries taken back say nothing.
WITH known AS (
    SELECT batch_id, row_number() OVER (ORDER BY data_as_of, batch_id) AS delivery_order
    FROM batch
    WHERE state = 'accepted' AND ($as_of_batch::BIGINT IS NULL OR batch_id <= $as_of_batch::BIGINT)
),
said_later AS (
    SELECT row_event.row_id, max(known.delivery_order * 2 + (row_event.event = 'closed')::INTEGER) AS newest
    FROM row_event
    JOIN known USING (batch_id)
    WHERE row_event.table_name = 'referral'
    GROUP BY row_event.row_id
),
candidate AS (
    SELECT referral.*, greatest(coalesce(known.delivery_order * 2, 0), coalesce(said_later.newest, 0)) AS newest
    FROM referral
    LEFT JOIN known USING (batch_id)
    LEFT JOIN said_later USING (row_id)
    WHERE known.batch_id IS NOT NULL OR said_later.row_id IS NOT NULL
),
newest_of_key AS (
    SELECT controller, referral_id, max(newest) AS newest
    FROM candidate
    GROUP BY controller, referral_id
)
SELECT candidate.* EXCLUDE (newest)
FROM candidate
JOIN newest_of_key USING (controller, referral_id, newest)
WHERE (newest % 2 = 1) = $closed::BOOLEAN;
