-- Generated clients as the mart holds persons and periods: one or two periods each, of six services, twenty municipalities and
-- ten units in each, over ten years. Grain: person, period. Beside: wanted (client_count).
CREATE TABLE observation AS SELECT DATE '2026-06-30' AS observed_until;
CREATE TABLE source_state AS SELECT DATE '2016-01-01' AS covered_from, TRUE AS in_use, TRUE AS delivers_periods;
CREATE TABLE person AS
SELECT range::INTEGER AS person_key, (hash(range, 1) % 20)::VARCHAR AS municipality_code FROM range((SELECT client_count FROM wanted));
CREATE TABLE period AS
WITH drawn AS (
    SELECT
        person.person_key,
        person.municipality_code,
        number.range::INTEGER AS period_order,
        (hash(person.person_key, number.range, 2) % 7)::INTEGER AS service_rank,
        DATE '2016-06-01' + (hash(person.person_key, 3) % 3000)::INTEGER
        + (number.range * (hash(person.person_key, 4) % 500))::INTEGER AS started_on,
        (hash(person.person_key, number.range, 5) % 600)::INTEGER AS stay_days
    FROM person
    CROSS JOIN range(2) AS number
    WHERE number.range = 0 OR hash(person.person_key, 6) % 2 = 0
)
SELECT
    person_key,
    CASE service_rank WHEN 0 THEN 'outcome' WHEN 1 THEN 'neutral' ELSE 'path' END AS part,
    'S' || service_rank::VARCHAR AS service_code,
    service_rank,
    period_order,
    started_on,
    CASE WHEN stay_days < 560 THEN started_on + stay_days END AS ended_on,
    municipality_code || '-' || (hash(person_key, 7) % 10)::VARCHAR AS unit_code,
    municipality_code
FROM drawn
ORDER BY person_key, service_code, started_on, period_order;
