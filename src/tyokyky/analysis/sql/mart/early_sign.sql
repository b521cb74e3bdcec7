-- Inside a service (definitions, section 6): how its end came, and whether anybody saw it coming.
-- Grain: exit. Units: days. early_days: from the last day in the service to the planned end; null without a plan, 0 or less
-- where the stay was as long as planned. has_no_show: a missed moment of this service in the last 60 days of the stay.
CREATE TABLE early_sign AS
SELECT
    service_exit.exit_key,
    spell.planned_end_on - spell.ended_on AS early_days,
    service_exit.exit_key IN (
        SELECT leaving.exit_key
        FROM service_exit AS leaving
        JOIN moment
            ON moment.person_key = leaving.person_key
            AND moment.service_code = leaving.service_code
            AND moment.attended = 'no_show'
            AND moment.occurred_at::DATE BETWEEN greatest(leaving.started_on, leaving.ended_on - 59) AND leaving.ended_on
    ) AS has_no_show
FROM service_exit
JOIN spell ON spell.spell_key = service_exit.exit_key
ORDER BY service_exit.exit_key;
