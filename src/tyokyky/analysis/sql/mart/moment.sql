-- Service moments (palvelutuokio) of persons, all of them: missed and cancelled ones too.
-- Grain: moment. Order within a person: timestamp, then the order of delivery; moment_order numbers it from 1.
-- Level and plane are the moment's own or else those of its code; what a moment does not tell of itself is null.
CREATE TABLE moment AS
SELECT
    person.person_key,
    row_number() OVER (
        PARTITION BY person.person_key ORDER BY live_moment.occurred_at, live_moment.row_id
    )::INTEGER AS moment_order,
    live_moment.occurred_at,
    live_moment.moment_code,
    live_moment.service_code,
    live_moment.touchpoint,
    live_moment.channel,
    coalesce(live_moment.attended, 'yes') AS attended,
    coalesce(live_moment.participation_level, moment_code.participation_level) AS participation_level,
    coalesce(live_moment.plane, moment_code.plane) AS plane,
    live_moment.critical,
    live_moment.meaning
FROM live_moment
JOIN person USING (client_id)
LEFT JOIN moment_code
    ON moment_code.code = live_moment.moment_code
    AND CAST(live_moment.occurred_at AS DATE) BETWEEN moment_code.valid_from AND moment_code.valid_until
ORDER BY person.person_key, moment_order;
