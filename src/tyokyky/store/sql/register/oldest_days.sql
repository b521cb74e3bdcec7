-- The oldest day that any version of each dated table tells of. Grain: table. An open period is as old as the last delivery that
-- told of it. Asked after retention, to prove that nothing older remains.
WITH told AS (
    SELECT row_event.row_id, max(batch.data_as_of) AS told_until
    FROM row_event
    JOIN batch USING (batch_id)
    WHERE row_event.table_name = 'period' AND row_event.event = 'unchanged'
    GROUP BY row_event.row_id
)
SELECT 'group_score' AS table_name, min(period_end) AS oldest_day FROM group_score
UNION ALL
SELECT 'moment', min(occurred_at::DATE) FROM moment
UNION ALL
SELECT 'period', min(coalesce(period.ended_on, told.told_until, batch.data_as_of))
FROM period
JOIN batch USING (batch_id)
LEFT JOIN told USING (row_id)
UNION ALL
SELECT 'referral', min(referred_on) FROM referral
UNION ALL
SELECT 'response', min(answered_on) FROM response
ORDER BY table_name;
