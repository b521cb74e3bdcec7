-- Takes out where refused rows of old deliveries stood. Grain: row x rule. Parameter: $kept_from, the first day of extraction
-- whose refusals are kept.
DELETE FROM quarantine
WHERE batch_id IN (SELECT batch.batch_id FROM batch WHERE batch.data_as_of < $kept_from::DATE);
