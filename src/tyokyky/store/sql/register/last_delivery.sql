-- The newest delivery that holds of one source into one table; what was closed by rule is none. Grain: delivery.
-- Parameters: $source, $controller, $table_name.
SELECT batch_id, rows_in, delivery_kind
FROM batch
WHERE state = 'accepted' AND source = $source AND controller = $controller AND table_name = $table_name
    AND delivery_kind <> 'rule'
ORDER BY data_as_of DESC, batch_id DESC
LIMIT 1;
