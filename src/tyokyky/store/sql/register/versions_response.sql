-- Chosen versions of `response` with the delivery that brought each. Reads the frame `chosen` (row_id). Grain: answer to one item, version.
SELECT response.* EXCLUDE (batch_id), batch.batch_id, batch.source, batch.data_as_of, batch.state AS delivery_state
FROM response
JOIN batch USING (batch_id)
WHERE response.row_id IN (SELECT chosen.row_id FROM chosen)
ORDER BY response.row_id;
