-- Periods and spells of path services, ended or not.
-- Grain: service. Units: counts. Parameters: $service, $municipality, $unit (null = no limit).
SELECT
    service_code,
    sum(period_count)::BIGINT AS period_count,
    count(*) AS spell_count
FROM path_spell
WHERE
    ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
    AND ($municipality::VARCHAR IS NULL OR coalesce(municipality_code, 'unknown') = $municipality::VARCHAR)
    AND ($unit::VARCHAR IS NULL OR coalesce(unit_code, 'unknown') = $unit::VARCHAR)
GROUP BY service_code
ORDER BY service_code;
