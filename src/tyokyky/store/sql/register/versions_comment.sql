-- Chosen versions of `comment` with the delivery that brought each. Reads the frame `chosen` (row_id). Grain: open comment, version.
SELECT comment.* EXCLUDE (batch_id), batch.batch_id, batch.source, batch.data_as_of, batch.state AS delivery_state
FROM comment
JOIN batch USING (batch_id)
WHERE comment.row_id IN (SELECT chosen.row_id FROM chosen)
ORDER BY comment.row_id;
