-- In which state each person is on which days: of several stays at once the smallest rank holds, then the code (ADR 0028).
-- Grain: part of a stay on which no other one comes before it; no two of a person have a day in common. Units: days.
-- Source: month_stay. A person is in no service on days of no row.
CREATE TABLE state_stay AS
WITH before AS MATERIALIZED (
    -- Stays that come before another on days of it.
    SELECT stay.stay_key, other.started_on, other.last_day
    FROM month_stay AS stay
    JOIN month_stay AS other
        ON other.person_key = stay.person_key
        AND other.started_on <= stay.last_day
        AND other.last_day >= stay.started_on
        AND (
            other.service_rank < stay.service_rank
            OR (
                other.service_rank = stay.service_rank
                AND (other.state < stay.state OR (other.state = stay.state AND other.stay_key < stay.stay_key))
            )
        )
),
hidden AS (
    SELECT * FROM month_stay SEMI JOIN before USING (stay_key)
),
-- A stay shows from its own start, and from the day after another ends, where none covers that day; until the next begins.
opening AS (
    SELECT stay_key, started_on FROM hidden
    UNION
    SELECT stay_key, last_day + 1 FROM before
),
shown AS (
    SELECT
        opening.stay_key,
        opening.started_on,
        min(CASE WHEN before.started_on > opening.started_on THEN before.started_on - 1 END) AS shown_until
    FROM opening
    JOIN before USING (stay_key)
    GROUP BY opening.stay_key, opening.started_on
    HAVING NOT bool_or(opening.started_on BETWEEN before.started_on AND before.last_day)
)
SELECT hidden.person_key, hidden.state, shown.started_on, least(hidden.last_day, shown.shown_until) AS last_day
FROM shown
JOIN hidden USING (stay_key)
WHERE shown.started_on <= hidden.last_day
UNION ALL
SELECT person_key, state, started_on, last_day
FROM month_stay
ANTI JOIN before USING (stay_key);
