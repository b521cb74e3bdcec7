-- The last day that any delivery told of each version: the day of extraction of the delivery that brought it, or of a later
-- one that brought it again as it was. Grain: table x version. Parameter: $table_name.
SELECT row_event.row_id, max(batch.data_as_of) AS told_until
FROM row_event
JOIN batch USING (batch_id)
WHERE row_event.table_name = $table_name AND row_event.event = 'unchanged'
GROUP BY row_event.row_id
ORDER BY row_event.row_id;
