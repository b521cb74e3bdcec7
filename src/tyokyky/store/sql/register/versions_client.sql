-- Chosen versions of `client` with the delivery that brought each. Reads the frame `chosen` (row_id). Grain: person within a controller, version.
SELECT client.* EXCLUDE (batch_id), batch.batch_id, batch.source, batch.data_as_of, batch.state AS delivery_state
FROM client
JOIN batch USING (batch_id)
WHERE client.row_id IN (SELECT chosen.row_id FROM chosen)
ORDER BY client.row_id;
