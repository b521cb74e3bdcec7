-- Versions of `client` that no delivery has told of for as long as they may be kept, of persons of whom nothing else is kept.
-- Grain: person within a controller, version. Parameter: $kept_from, the first day that is kept. Own day: the last day a delivery
-- told of the version. Reads notes.main.confirmed.
WITH told AS (
    SELECT client_id FROM period
    UNION
    SELECT client_id FROM referral
    UNION
    SELECT client_id FROM moment
    UNION
    SELECT client_id FROM response WHERE client_id IS NOT NULL
),
dated AS (
    SELECT version.row_id, version.client_id, coalesce(confirmed.told_until, batch.data_as_of) AS own_day
    FROM client AS version
    JOIN batch USING (batch_id)
    LEFT JOIN notes.main.confirmed AS confirmed USING (row_id)
)
SELECT dated.row_id
FROM dated
ANTI JOIN told USING (client_id)
WHERE dated.client_id IN (
    SELECT dated.client_id FROM dated GROUP BY dated.client_id HAVING max(dated.own_day) < $kept_from::DATE
)
ORDER BY dated.row_id;
