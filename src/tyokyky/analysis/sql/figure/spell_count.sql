-- Periods and spells of path services, ended or not: see mart/spell_place.
-- Grain: service. Units: counts. Parameters: $service, $municipality, $unit (null = no limit).
SELECT
    service_code,
    sum(period_count)::BIGINT AS period_count,
    sum(spell_count)::BIGINT AS spell_count
FROM spell_place
WHERE
    ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
    AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
    AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
GROUP BY service_code
ORDER BY service_code;
