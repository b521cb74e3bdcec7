-- Stays that say where a person is: registered periods in services, and the time after a path that ended neutrally (ADR 0028).
-- Grain: period, or the time after a neutral period, each with a key. Units: days. Source: period, observation.
-- state: the service's code, or 'neutral'. last_day: the end, or the observation end where it goes on.
-- Who is in no service stands where the stay that ended last left them: after a neutral one (ties count as neutral) the
-- person is not lost, until the next period of a path service or an outcome starts.
CREATE TYPE state_code AS ENUM (
    SELECT code FROM (SELECT DISTINCT service_code AS code FROM period UNION SELECT 'neutral' AS code) ORDER BY code
);
CREATE TABLE month_stay AS
WITH stay AS (
    SELECT
        period.person_key,
        period.part = 'neutral' AS is_neutral,
        CASE WHEN period.part = 'neutral' THEN 'neutral' ELSE period.service_code END::state_code AS state,
        period.service_rank,
        period.started_on,
        least(coalesce(period.ended_on, observation.observed_until), observation.observed_until) AS last_day,
        observation.observed_until
    FROM period
    CROSS JOIN observation
    WHERE period.part IN ('path', 'outcome', 'neutral') AND period.started_on <= observation.observed_until
),
left_neutrally AS (
    SELECT
        ending.person_key,
        ending.last_day,
        ending.observed_until,
        min(CASE WHEN other.started_on > ending.last_day THEN other.started_on END) AS next_started_on,
        count(CASE WHEN other.started_on <= ending.last_day AND other.last_day > ending.last_day THEN 1 END) AS going_on_count
    FROM stay AS ending
    LEFT JOIN stay AS other ON other.person_key = ending.person_key AND NOT other.is_neutral
    WHERE ending.is_neutral AND ending.last_day < ending.observed_until
    GROUP BY ending.person_key, ending.last_day, ending.observed_until
),
either AS (
    SELECT person_key, state, service_rank, started_on, last_day FROM stay
    UNION ALL
    SELECT
        person_key,
        'neutral'::state_code,
        100000, -- any service comes before what is left of an earlier ending
        last_day + 1,
        CASE WHEN next_started_on <= observed_until THEN next_started_on - 1 ELSE observed_until END
    FROM left_neutrally
    WHERE going_on_count = 0
)
SELECT row_number() OVER () AS stay_key, person_key, state, service_rank, started_on, last_day
FROM either;
