-- Life tables within strata of unit and age band (see figure/stratum_life_table) without days: from mart/stratum_count.
-- Grain: service x level x group x unit x age band x municipality. Units: days, counts. Days are not cut at the window yet.
-- Parameters: $measure (experience, evidence), $service, $municipality, $unit (null = no limit).
SELECT
    service_code::VARCHAR AS service_code,
    level,
    group_code::VARCHAR AS breakdown_value,
    unit_code::VARCHAR AS unit_code,
    age_band::VARCHAR AS age_band,
    days,
    are_followed,
    exit_counts,
    weight_count::BIGINT AS weight_count
FROM stratum_count
WHERE
    measure = $measure
    AND ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
    AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
    AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
ORDER BY service_code, level, breakdown_value, unit_code, age_band, municipality_code;
