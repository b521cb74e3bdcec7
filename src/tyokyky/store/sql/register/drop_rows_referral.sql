-- Removes the rows of undone deliveries, except those that a delivery that holds refers to.
-- Grain: referral (ohjaus), version. The events of the undone deliveries must be gone already.
DELETE FROM referral
WHERE batch_id IN (SELECT batch_id FROM batch WHERE state = 'undone')
    AND row_id NOT IN (SELECT row_event.row_id FROM row_event WHERE row_event.table_name = 'referral');
