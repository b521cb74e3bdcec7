-- Deliveries that one import of one file made, the one asked for among them: a wide file gives answers and comments at once.
-- Grain: delivery. Parameter: $batch_id.
SELECT batch.batch_id, batch.table_name
FROM batch
JOIN batch AS asked
    ON asked.batch_id = $batch_id
    AND batch.source = asked.source
    AND batch.file_fingerprint = asked.file_fingerprint
    AND batch.data_as_of = asked.data_as_of
    AND batch.imported_at = asked.imported_at
WHERE batch.state = 'accepted'
ORDER BY batch.batch_id;
