-- Steps of persons' paths through services (definitions, section 8: directly follows), the next step kept beside each.
-- Grain: spell of a path, outcome or neutral service. Units: days. Source: spell.
-- Order within a person: start, then rank, then code, then spell; step_order numbers it from 1. Background runs beside
-- everything and is no step. ended_on is null while the step goes on. wait_days: days without the step from its end to the
-- next one's start, 0 where the next began before the end (carried over); null while the step goes on or without a next.
-- Codes are one byte or two of one common list, as a click asks of them.
CREATE TYPE service_step_code AS ENUM (
    SELECT DISTINCT code
    FROM (SELECT unnest([service_code, unit_code, municipality_code]) AS code FROM spell UNION ALL SELECT '' AS code)
    WHERE code IS NOT NULL
    ORDER BY code
);
CREATE TABLE service_step AS
WITH step AS (
    SELECT
        spell_key,
        person_key,
        service_code AS step_code,
        unit_code,
        municipality_code,
        started_on,
        ended_on,
        row_number() OVER in_order AS step_order,
        lead(service_code) OVER in_order AS next_code,
        lead(started_on) OVER in_order AS next_started_on
    FROM spell
    WHERE part IN ('path', 'outcome', 'neutral')
    WINDOW in_order AS (PARTITION BY person_key ORDER BY started_on, service_rank, service_code, spell_key)
)
SELECT
    person_key,
    step_order::INTEGER AS step_order,
    step_code::service_step_code AS step_code,
    next_code::service_step_code AS next_code,
    step_code::service_step_code AS service_code,
    unit_code::service_step_code AS unit_code,
    municipality_code::service_step_code AS municipality_code,
    started_on,
    ended_on AS step_day,
    CASE
        WHEN next_started_on > ended_on THEN (next_started_on - ended_on - 1)::DOUBLE
        WHEN next_started_on <= ended_on THEN 0::DOUBLE
    END AS wait_days
FROM step
ORDER BY person_key, step_order;
