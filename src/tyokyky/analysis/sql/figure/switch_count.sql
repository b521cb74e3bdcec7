-- Switches from a path service to another, and the time in which they could happen (ADR 0029).
-- Grain: service ('' = all of them; persons are told apart). Units: persons, days, switches. Parameters: $service,
-- $municipality, $unit of the spell, $since and $until of its first day (null = no limit).
SELECT
    coalesce(service_code, '') AS service_code,
    count(DISTINCT person_key) AS person_count,
    sum(step_days)::BIGINT AS step_days,
    count(*) FILTER (WHERE is_switch) AS switch_count
FROM path_step
WHERE
    ($since::DATE IS NULL OR started_on >= $since::DATE)
    AND ($until::DATE IS NULL OR started_on <= $until::DATE)
    AND ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
    AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
    AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
GROUP BY GROUPING SETS ((service_code), ())
ORDER BY ALL;
