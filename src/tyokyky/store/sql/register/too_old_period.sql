-- Versions of `period` older than they may be kept: by their own day, or because the newest word on their key is that old (an
-- earlier version must not come to life again). Grain: register period, version. Parameter: $kept_from, the first day that is kept.
-- Own day: the last day in the service; of an open period the last day a delivery told of it. Reads notes.main.live_row and
-- notes.main.closed_row, the versions that hold and those that the newest word calls closed, and notes.main.confirmed.
WITH dated AS (
    SELECT version.row_id, version.controller, version.period_id, coalesce(version.ended_on, confirmed.told_until, batch.data_as_of) AS own_day
    FROM period AS version
    JOIN batch USING (batch_id)
    LEFT JOIN notes.main.confirmed AS confirmed USING (row_id)
),
newest AS (
    SELECT row_id FROM notes.main.live_row
    UNION
    SELECT row_id FROM notes.main.closed_row
),
too_old_key AS (
    SELECT dated.controller, dated.period_id
    FROM dated
    JOIN newest USING (row_id)
    GROUP BY dated.controller, dated.period_id
    HAVING max(dated.own_day) < $kept_from::DATE
)
SELECT dated.row_id
FROM dated
LEFT JOIN too_old_key USING (controller, period_id)
WHERE dated.own_day < $kept_from::DATE OR too_old_key.period_id IS NOT NULL
ORDER BY dated.row_id;
