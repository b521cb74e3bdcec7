-- Service moments that name a level of participation in the client's own service.
-- Grain: moment. A missed or cancelled moment did not happen and is no evidence (ADR 0005).
CREATE TABLE level_moment AS
SELECT
    person_key,
    service_code,
    CAST(occurred_at AS DATE) AS occurred_on,
    participation_level
FROM moment
WHERE
    participation_level IS NOT NULL
    AND coalesce(plane, 'own') = 'own'
    AND attended NOT IN ('no_show', 'cancelled')
ORDER BY person_key, occurred_on;
