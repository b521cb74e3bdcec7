-- Directly follows (definitions, section 8) at the grain service, of every place, for questions without days.
-- Grain: from x to x municipality x unit of the step left; null stands for all municipalities, or all units. Units: counts, days.
-- Source: service_step. known_wait_count: pairs with a known wait.
CREATE TABLE service_flow AS
SELECT
    step_code::VARCHAR AS from_code,
    next_code::VARCHAR AS to_code,
    municipality_code::VARCHAR AS municipality_code,
    unit_code::VARCHAR AS unit_code,
    count(*) AS pair_count,
    count(DISTINCT person_key) AS person_count,
    count(wait_days) AS known_wait_count,
    median(wait_days) AS median_days
FROM service_step
WHERE next_code IS NOT NULL
GROUP BY GROUPING SETS (
    (step_code, next_code),
    (step_code, next_code, municipality_code),
    (step_code, next_code, unit_code),
    (step_code, next_code, municipality_code, unit_code)
)
-- Steps whose own place is not known belong to all places together, and to none of them.
HAVING
    (municipality_code IS NOT NULL OR grouping(municipality_code) = 1)
    AND (unit_code IS NOT NULL OR grouping(unit_code) = 1)
ORDER BY municipality_code, unit_code, from_code, to_code;
