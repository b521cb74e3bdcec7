-- Service moments that fall into no period of their client. Grain: row of the delivery, by row_number.
-- Reads the frames `incoming` (moments) and `live_period`. An open period reaches on without end.
SELECT incoming.row_number
FROM incoming
WHERE NOT EXISTS (
    SELECT 1
    FROM live_period
    WHERE live_period.client_id = incoming.client_id
        AND incoming.occurred_at::DATE >= live_period.started_on
        AND (live_period.ended_on IS NULL OR incoming.occurred_at::DATE <= live_period.ended_on)
);
