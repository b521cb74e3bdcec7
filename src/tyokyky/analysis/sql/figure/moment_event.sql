-- Every step of every person's path through service moments, for other tools.
-- Grain: step. A moment has no end of its own. Order: person, then step; no two steps share both.
SELECT person_key, step_code::VARCHAR AS step_code, occurred_at AS started_at, NULL::DATE AS ended_on
FROM moment_step
ORDER BY person_key, step_order;
