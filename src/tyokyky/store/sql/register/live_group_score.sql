-- Rows of `group_score` that hold: of each key the version with the greatest data_as_of, then batch.
-- Key: controller, score_id.
-- Grain: group's score by one measure. Parameter: $as_of_batch (null = newest): only deliveries up to that one are known.
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
    WHERE row_event.table_name = 'group_score'
    GROUP BY row_event.row_id
),
candidate AS (
    SELECT group_score.*, greatest(coalesce(known.delivery_order * 2, 0), coalesce(said_later.newest, 0)) AS newest
    FROM group_score
    LEFT JOIN known USING (batch_id)
    LEFT JOIN said_later USING (row_id)
    WHERE known.batch_id IS NOT NULL OR said_later.row_id IS NOT NULL
),
newest_of_key AS (
    SELECT controller, score_id, max(newest) AS newest
    FROM candidate
    GROUP BY controller, score_id
)
SELECT candidate.* EXCLUDE (newest)
FROM candidate
JOIN newest_of_key USING (controller, score_id, newest)
WHERE (newest % 2 = 1) = $closed::BOOLEAN;
