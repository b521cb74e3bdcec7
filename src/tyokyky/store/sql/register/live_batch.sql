-- The delivery ledger: which deliveries hold, and what they told.
-- Grain: delivery. Parameter: $as_of_batch (null = all).
SELECT
    batch_id, source, controller, link_group, table_name, file_label, data_as_of, covered_from, imported_at, state,
    rows_in, accepted_count, quarantined_count, unchanged_count, warning_count, synthetic
FROM batch
WHERE $as_of_batch::BIGINT IS NULL OR batch_id <= $as_of_batch::BIGINT
ORDER BY batch_id;
