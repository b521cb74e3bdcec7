-- Number of the next delivery. Numbers are never used again: undone deliveries stay in the ledger. Grain: one row.
SELECT (coalesce(max(batch_id), 0) + 1)::INTEGER AS batch_id FROM batch;
