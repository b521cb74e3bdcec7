-- Refused rows of one delivery with the rules they met. Grain: row x rule. Parameter: $batch_id.
SELECT rule, row_number FROM quarantine WHERE batch_id = $batch_id ORDER BY row_number, rule;
