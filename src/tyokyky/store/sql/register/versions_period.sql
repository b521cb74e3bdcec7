-- Chosen versions of `period` with the delivery that brought each. Reads the frame `chosen` (row_id). Grain: register period, version.
SELECT period.* EXCLUDE (batch_id), batch.batch_id, batch.source, batch.data_as_of, batch.state AS delivery_state
FROM period
JOIN batch USING (batch_id)
WHERE period.row_id IN (SELECT chosen.row_id FROM chosen)
ORDER BY period.row_id;
