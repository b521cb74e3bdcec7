-- One delivery of the ledger. Grain: delivery. Parameter: $batch_id.
SELECT batch_id, table_name, state FROM batch WHERE batch_id = $batch_id;
