-- The delivery ledger, whole, newest first. Grain: delivery.
SELECT * EXCLUDE (file_fingerprint) FROM batch ORDER BY batch_id DESC;
