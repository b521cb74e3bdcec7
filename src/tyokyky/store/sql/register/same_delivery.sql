-- Deliveries that hold of the very same bytes, from the same source, extracted on the same day.
-- Grain: delivery. Parameters: $source, $file_fingerprint, $data_as_of.
SELECT batch_id
FROM batch
WHERE state = 'accepted' AND source = $source AND file_fingerprint = $file_fingerprint AND data_as_of = $data_as_of
ORDER BY batch_id;
