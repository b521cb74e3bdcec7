-- Takes single versions out of `referral` for good. Reads the frame `doomed` (row_id). Grain: referral, version.
DELETE FROM referral WHERE row_id IN (SELECT doomed.row_id FROM doomed);
