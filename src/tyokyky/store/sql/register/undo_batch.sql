-- Takes a delivery back: nothing it said counts any more; its place in the ledger and its rule counts stay.
-- Grain: delivery. Parameters: $batch_id, $undone_at.
UPDATE batch SET state = 'undone', undone_at = $undone_at WHERE batch_id = $batch_id;
