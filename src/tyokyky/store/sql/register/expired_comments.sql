-- How many comments are older than they may be kept. Grain: one row. Units: comment versions.
-- Parameter: $kept_from, the first day whose comments are kept. A comment is as old as its response was answered, by the
-- latest day told of it, or else as the delivery that brought it.
SELECT count(*) AS expired_count
FROM comment
JOIN batch USING (batch_id)
LEFT JOIN (
    SELECT controller, response_id, max(answered_on) AS answered_on FROM response GROUP BY controller, response_id
) AS answered
    ON answered.controller = comment.controller AND answered.response_id = comment.response_id
WHERE coalesce(answered.answered_on, batch.data_as_of) < $kept_from::DATE;
