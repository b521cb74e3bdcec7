-- Generated events as the mart holds service moments. Grain: event. Source: event.
CREATE TYPE event_code AS ENUM (SELECT DISTINCT moment_code FROM event ORDER BY moment_code);
CREATE TABLE coded_event AS
SELECT person_key, moment_code::event_code AS moment_code, occurred_at FROM event;
CREATE TABLE moment AS
SELECT
    person_key,
    row_number() OVER (PARTITION BY person_key ORDER BY occurred_at, moment_code)::INTEGER AS moment_order,
    occurred_at,
    moment_code,
    NULL::VARCHAR AS service_code,
    'yes' AS attended
FROM event
ORDER BY person_key, moment_order;
CREATE TABLE person AS
SELECT DISTINCT person_key, NULL::VARCHAR AS municipality_code FROM moment ORDER BY person_key;
