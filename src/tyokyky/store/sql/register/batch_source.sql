-- Which source brought each delivery, undone ones too. Grain: delivery.
SELECT batch_id, source FROM batch ORDER BY batch_id;
