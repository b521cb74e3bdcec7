-- Chosen versions of `moment` with the delivery that brought each. Reads the frame `chosen` (row_id). Grain: service moment, version.
SELECT moment.* EXCLUDE (batch_id), batch.batch_id, batch.source, batch.data_as_of, batch.state AS delivery_state
FROM moment
JOIN batch USING (batch_id)
WHERE moment.row_id IN (SELECT chosen.row_id FROM chosen)
ORDER BY moment.row_id;
