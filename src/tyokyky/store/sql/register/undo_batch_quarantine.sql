-- Removes the refused rows of an undone delivery. Grain: row x rule. Parameter: $batch_id.
DELETE FROM quarantine WHERE batch_id = $batch_id;
