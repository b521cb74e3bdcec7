-- Chosen versions of `referral` with the delivery that brought each. Reads the frame `chosen` (row_id). Grain: referral, version.
SELECT referral.* EXCLUDE (batch_id), batch.batch_id, batch.source, batch.data_as_of, batch.state AS delivery_state
FROM referral
JOIN batch USING (batch_id)
WHERE referral.row_id IN (SELECT chosen.row_id FROM chosen)
ORDER BY referral.row_id;
