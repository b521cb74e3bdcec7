-- Versions of `moment` older than they may be kept: by their own day, or because the newest word on their key is that old (an
-- earlier version must not come to life again). Grain: service moment, version. Parameter: $kept_from, the first day that is kept.
-- Own day: the day it took place. Reads notes.main.live_row and
-- notes.main.closed_row, the versions that hold and those that the newest word calls closed.
WITH dated AS (
    SELECT version.row_id, version.controller, version.moment_id, version.occurred_at::DATE AS own_day
    FROM moment AS version
    JOIN batch USING (batch_id)
),
newest AS (
    SELECT row_id FROM notes.main.live_row
    UNION
    SELECT row_id FROM notes.main.closed_row
),
too_old_key AS (
    SELECT dated.controller, dated.moment_id
    FROM dated
    JOIN newest USING (row_id)
    GROUP BY dated.controller, dated.moment_id
    HAVING max(dated.own_day) < $kept_from::DATE
)
SELECT dated.row_id
FROM dated
LEFT JOIN too_old_key USING (controller, moment_id)
WHERE dated.own_day < $kept_from::DATE OR too_old_key.moment_id IS NOT NULL
ORDER BY dated.row_id;
