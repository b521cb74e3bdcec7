-- Switches from a path service to another of every place, for questions without days: see figure/switch_count.
-- Grain: service ('' = all of them; persons are told apart) x municipality x unit; null stands for all municipalities, or all
-- units. Units: persons, days, switches. Source: path_step.
CREATE TABLE switch_place AS
SELECT
    coalesce(service_code, '') AS service_code,
    municipality_code,
    unit_code,
    count(DISTINCT person_key) AS person_count,
    sum(step_days)::BIGINT AS step_days,
    count(*) FILTER (WHERE is_switch) AS switch_count
FROM path_step
GROUP BY GROUPING SETS (
    (),
    (municipality_code),
    (unit_code),
    (municipality_code, unit_code),
    (service_code),
    (service_code, municipality_code),
    (service_code, unit_code),
    (service_code, municipality_code, unit_code)
)
ORDER BY 1, municipality_code, unit_code;
