-- Steps of persons' paths through service moments (definitions, section 8: directly follows), the next kept beside each.
-- Grain: service moment that happened: missed and cancelled ones are no steps. Units: days, with fractions. Source: moment.
-- Order within a person: timestamp, then the order of the file; step_order numbers it from 1. wait_days: from this
-- timestamp to the next one's, null without a next.
-- Codes are one byte or two of one common list, as a click asks of them.
CREATE TYPE moment_step_code AS ENUM (
    SELECT DISTINCT code
    FROM (
        SELECT unnest([moment_code, service_code]) AS code FROM moment
        UNION ALL
        SELECT municipality_code AS code FROM person
        UNION ALL
        SELECT '' AS code
    )
    WHERE code IS NOT NULL
    ORDER BY code
);
CREATE TABLE moment_step AS
WITH step AS (
    SELECT
        moment.person_key,
        moment.moment_code AS step_code,
        moment.service_code,
        person.municipality_code,
        moment.occurred_at,
        row_number() OVER in_order AS step_order,
        lead(moment.moment_code) OVER in_order AS next_code,
        lead(moment.occurred_at) OVER in_order AS next_occurred_at
    FROM moment
    JOIN person USING (person_key)
    WHERE moment.attended = 'yes'
    WINDOW in_order AS (PARTITION BY moment.person_key ORDER BY moment.moment_order)
)
SELECT
    person_key,
    step_order::INTEGER AS step_order,
    step_code::moment_step_code AS step_code,
    next_code::moment_step_code AS next_code,
    service_code::moment_step_code AS service_code,
    NULL::VARCHAR AS unit_code,
    municipality_code::moment_step_code AS municipality_code,
    CAST(occurred_at AS DATE) AS step_day,
    date_diff('microsecond', occurred_at, next_occurred_at) / 86400000000.0 AS wait_days,
    occurred_at
FROM step
ORDER BY person_key, step_order;
