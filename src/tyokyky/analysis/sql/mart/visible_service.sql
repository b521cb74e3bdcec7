-- Services that figures can see: those with spells that count as something following, with part, rank and tolerance.
-- Grain: service. Units: days. Source: service, period, click_exit. The newest validity row of a code tells part and rank.
CREATE TABLE visible_service AS
WITH newest AS (
    SELECT code, part, service_rank, chain_gap_days, row_number() OVER (PARTITION BY code ORDER BY valid_from DESC) AS from_newest
    FROM service
)
SELECT newest.code AS service_code, newest.part, newest.service_rank, newest.chain_gap_days::BIGINT AS chain_gap_days
FROM newest
WHERE
    from_newest = 1
    AND (
        (part IN ('path', 'outcome', 'neutral') AND code IN (SELECT DISTINCT service_code FROM period))
        -- A service whose part has changed since still followed those exits.
        OR code IN (SELECT DISTINCT successor_service_code::VARCHAR FROM click_exit)
    )
ORDER BY newest.service_rank, newest.code;
