-- What is recorded of one person, without dates, places or anything else of who it is. Background services are left out.
-- Grain: event: stay, handover, referral (service: where to), moment, or answer (one day's own linked answers on one level about one service).
-- Units: days since the first day of the first stay (0); earlier events have negative days. end_day: last day of a stay, null
-- while it runs and for other events. Group of an answer: as in experience. Parameter: person_key.
WITH stay AS (
    SELECT * FROM spell WHERE person_key = $person_key AND part <> 'background'
),
beginning AS (
    SELECT min(started_on) AS first_day FROM stay
),
answered AS (
    SELECT answered_on, service_code, participation_level, avg(scaled_score) AS mean_score
    FROM answer
    WHERE person_key = $person_key
    GROUP BY answered_on, service_code, participation_level
),
event AS (
    SELECT
        'stay' AS event, 0 AS place, started_on AS happened_on, ended_on, service_code, spell_key AS event_order,
        NULL::VARCHAR AS moment_code, NULL::VARCHAR AS touchpoint, NULL::VARCHAR AS attended, NULL::BOOLEAN AS critical,
        NULL::VARCHAR AS meaning, NULL::VARCHAR AS participation_level, NULL::VARCHAR AS answer_group, NULL::VARCHAR AS handover,
        NULL::VARCHAR AS from_service_code
    FROM stay
    UNION ALL
    SELECT
        'handover', 3, ended_on, NULL, service_code, spell_key,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, handover, NULL
    FROM stay
    WHERE ended_on IS NOT NULL AND handover IS NOT NULL
    UNION ALL
    SELECT
        'moment', 1, CAST(occurred_at AS DATE), NULL, service_code, moment_order,
        moment_code, touchpoint, attended, critical, meaning, participation_level, NULL, NULL, NULL
    FROM moment
    WHERE person_key = $person_key
    UNION ALL
    SELECT
        'referral', 4, referred_on, NULL, to_service_code, referral_key,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, from_service_code
    FROM referral
    WHERE person_key = $person_key
    UNION ALL
    SELECT
        'answer', 2, answered_on, NULL, service_code, 0,
        NULL, NULL, NULL, NULL, NULL, participation_level,
        CASE
            WHEN mean_score IS NULL THEN 'not_applicable'
            WHEN mean_score >= 0.75 - 1e-12 THEN 'realised'
            WHEN mean_score >= 0.5 - 1e-12 THEN 'partly'
            ELSE 'not'
        END,
        NULL,
        NULL
    FROM answered
)
SELECT
    event.event,
    (event.happened_on - beginning.first_day)::INTEGER AS start_day,
    (event.ended_on - beginning.first_day)::INTEGER AS end_day,
    event.service_code,
    event.moment_code,
    event.touchpoint,
    event.attended,
    event.critical,
    event.meaning,
    event.participation_level,
    event.answer_group,
    event.handover,
    event.from_service_code
FROM event
CROSS JOIN beginning
ORDER BY start_day, event.place, event.event_order, event.service_code, event.participation_level;
