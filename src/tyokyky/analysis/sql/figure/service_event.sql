-- Every step of every person's path through services, for other tools.
-- Grain: step. ended_on is null while the step goes on. Order: person, then step; no two steps share both.
SELECT person_key, step_code::VARCHAR AS step_code, started_on::TIMESTAMP AS started_at, step_day AS ended_on
FROM service_step
ORDER BY person_key, step_order;
