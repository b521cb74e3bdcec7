-- Service moments that name a level of participation in the client's own service.
-- Grain: moment. A moment's own level and plane win over those of its code.
-- A missed or cancelled moment did not happen and is no evidence (ADR 0005).
CREATE TABLE level_moment AS
SELECT
    person.person_key,
    live_moment.service_code,
    CAST(live_moment.occurred_at AS DATE) AS occurred_on,
    coalesce(live_moment.participation_level, moment_code.participation_level) AS participation_level
FROM live_moment
JOIN person USING (client_id)
LEFT JOIN moment_code
    ON moment_code.code = live_moment.moment_code
    AND CAST(live_moment.occurred_at AS DATE) BETWEEN moment_code.valid_from AND moment_code.valid_until
WHERE
    coalesce(live_moment.participation_level, moment_code.participation_level) IS NOT NULL
    AND coalesce(live_moment.plane, moment_code.plane, 'own') = 'own'
    AND coalesce(live_moment.attended, 'yes') NOT IN ('no_show', 'cancelled')
ORDER BY person.person_key, occurred_on;
