-- Where and when each person's path began, and which months after that can be known (ADR 0028).
-- Grain: person. Units: days, months. Source: period, person, observation, source_state.
-- started_on: first day of the first period of a path service on or before the observation end; null for those without one.
-- Service and unit are those of that period, the municipality too, else the person's own. Ties: smaller rank, then code.
-- first_month and last_month: the months 0 to 36 after the start whose day lies between the first day that every source in
-- use covers and the observation end; first_month > last_month where there is none. Registers, not spells: no tolerance.
CREATE TABLE path_entry AS
WITH known AS (
    SELECT
        observation.observed_until,
        coalesce(
            (SELECT max(covered_from) FROM source_state WHERE in_use AND delivers_periods), DATE '0001-01-01'
        ) AS known_from
    FROM observation
),
first_period AS (
    SELECT
        person_key,
        started_on,
        service_code,
        unit_code,
        municipality_code,
        row_number() OVER (
            PARTITION BY person_key ORDER BY started_on, service_rank, service_code, period_order
        ) AS from_first
    FROM period
    WHERE part = 'path' AND started_on <= (SELECT observed_until FROM known)
),
entry AS (
    SELECT
        person.person_key,
        first_period.started_on,
        first_period.service_code,
        first_period.unit_code,
        coalesce(first_period.municipality_code, person.municipality_code) AS municipality_code
    FROM person
    LEFT JOIN first_period ON first_period.person_key = person.person_key AND first_period.from_first = 1
),
counted AS (
    SELECT
        entry.*,
        known.known_from - 1 AS unknown_until,
        known.observed_until
    FROM entry
    CROSS JOIN known
)
SELECT
    person_key,
    started_on,
    coalesce(service_code, '') AS service_code,
    coalesce(unit_code, 'unknown') AS unit_code,
    coalesce(municipality_code, 'unknown') AS municipality_code,
    -- The last month whose day is not after a day: whole months from the start, one less before the day of the month
    -- (or the month's last day, where that comes earlier).
    CASE WHEN unknown_until < started_on THEN 0
    ELSE
        (year(unknown_until) - year(started_on)) * 12 + month(unknown_until) - month(started_on) + 1
        - CASE WHEN day(unknown_until) < day(started_on) AND day(unknown_until + 1) <> 1 THEN 1 ELSE 0 END
    END AS first_month,
    least(
        36,
        (year(observed_until) - year(started_on)) * 12 + month(observed_until) - month(started_on)
        - CASE WHEN day(observed_until) < day(started_on) AND day(observed_until + 1) <> 1 THEN 1 ELSE 0 END
    ) AS last_month
FROM counted
ORDER BY person_key;
