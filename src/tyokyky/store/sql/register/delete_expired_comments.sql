-- Deletes the comments that are older than they may be kept, every version of them; counted by expired_comments.sql.
-- Grain: open comment, version. Parameter: $kept_from, the first day whose comments are kept.
DELETE FROM comment
WHERE row_id IN (
    SELECT comment.row_id
    FROM comment
    JOIN batch USING (batch_id)
    LEFT JOIN (
        SELECT controller, response_id, max(answered_on) AS answered_on FROM response GROUP BY controller, response_id
    ) AS answered
        ON answered.controller = comment.controller AND answered.response_id = comment.response_id
    WHERE coalesce(answered.answered_on, batch.data_as_of) < $kept_from::DATE
);
