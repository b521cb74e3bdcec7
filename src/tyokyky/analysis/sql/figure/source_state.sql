-- Sources in use, how far each reaches and how far behind the newest one it is.
-- Grain: source. Units: days.
SELECT
    source,
    controller,
    link_group,
    data_as_of,
    covered_from,
    delivers_periods,
    in_use,
    (max(CASE WHEN in_use AND delivers_periods THEN data_as_of END) OVER () - data_as_of)::INTEGER AS behind_days
FROM source_state
ORDER BY source;
