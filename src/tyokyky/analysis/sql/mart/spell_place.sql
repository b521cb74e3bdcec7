-- Periods and spells of path services, ended or not, by place.
-- Grain: service x municipality x unit. Units: counts. Source: path_spell.
CREATE TABLE spell_place AS
SELECT
    service_code,
    coalesce(municipality_code, 'unknown') AS municipality_code,
    coalesce(unit_code, 'unknown') AS unit_code,
    sum(period_count)::BIGINT AS period_count,
    count(*) AS spell_count
FROM path_spell
GROUP BY ALL
ORDER BY service_code, municipality_code, unit_code;
