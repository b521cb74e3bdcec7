-- Moments in the last 60 days of a stay (the last day in the service is the first of them): whether any was recorded, and missed.
-- Grain: exit with a moment recorded in those days. A moment without a service belongs to every stay of the person that holds its
-- day, as in evidence. Source: service_exit, moment.
CREATE TABLE leaving_moment AS
SELECT service_exit.exit_key, bool_or(moment.attended = 'no_show') AS has_no_show
FROM service_exit
JOIN moment
    ON moment.person_key = service_exit.person_key
    AND (moment.service_code IS NULL OR moment.service_code = service_exit.service_code)
    AND CAST(moment.occurred_at AS DATE) BETWEEN greatest(service_exit.started_on, service_exit.ended_on - 59) AND service_exit.ended_on
GROUP BY service_exit.exit_key
ORDER BY service_exit.exit_key;
