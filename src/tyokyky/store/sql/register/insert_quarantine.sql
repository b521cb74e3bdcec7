-- Refused rows of a delivery: where and why, never what. Reads the frame `refused`. Grain: row x rule.
INSERT INTO quarantine SELECT $batch_id::INTEGER, row_number, rule FROM refused ORDER BY row_number, rule;
