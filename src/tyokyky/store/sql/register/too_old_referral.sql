-- Versions of `referral` older than they may be kept: by their own day, or because the newest word on their key is that old (an
-- earlier version must not come to life again). Grain: referral, version. Parameter: $kept_from, the first day that is kept.
-- Own day: the day of referring. Reads notes.main.live_row and
-- notes.main.closed_row, the versions that hold and those that the newest word calls closed.
WITH dated AS (
    SELECT version.row_id, version.controller, version.referral_id, version.referred_on AS own_day
    FROM referral AS version
    JOIN batch USING (batch_id)
),
newest AS (
    SELECT row_id FROM notes.main.live_row
    UNION
    SELECT row_id FROM notes.main.closed_row
),
too_old_key AS (
    SELECT dated.controller, dated.referral_id
    FROM dated
    JOIN newest USING (row_id)
    GROUP BY dated.controller, dated.referral_id
    HAVING max(dated.own_day) < $kept_from::DATE
)
SELECT dated.row_id
FROM dated
LEFT JOIN too_old_key USING (controller, referral_id)
WHERE dated.own_day < $kept_from::DATE OR too_old_key.referral_id IS NOT NULL
ORDER BY dated.row_id;
