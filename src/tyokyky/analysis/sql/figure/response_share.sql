-- Response share (definitions, section 7): of persons with an active spell in the period, those with a linked answer about it.
-- Grain: service x level. Units: counts of persons. Parameters: $since, $until (null = all), $service, $municipality, $unit.
WITH active AS (
    SELECT spell_key, service_code, person_key
    FROM path_spell
    WHERE
        started_on <= last_day
        AND ($since::DATE IS NULL OR last_day >= $since::DATE)
        AND ($until::DATE IS NULL OR started_on <= $until::DATE)
        AND ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
        AND ($municipality::VARCHAR IS NULL OR coalesce(municipality_code, 'unknown') = $municipality::VARCHAR)
        AND ($unit::VARCHAR IS NULL OR coalesce(unit_code, 'unknown') = $unit::VARCHAR)
),
base AS (
    SELECT service_code, count(DISTINCT person_key) AS person_count FROM active GROUP BY service_code
),
answered AS (
    SELECT active.service_code, answered_day.participation_level, count(DISTINCT active.person_key) AS answered_count
    FROM active
    JOIN answered_day USING (spell_key)
    WHERE
        ($since::DATE IS NULL OR answered_day.answered_on >= $since::DATE)
        AND ($until::DATE IS NULL OR answered_day.answered_on <= $until::DATE)
    GROUP BY active.service_code, answered_day.participation_level
)
SELECT
    base.service_code,
    level.participation_level,
    base.person_count,
    coalesce(answered.answered_count, 0)::BIGINT AS answered_count
FROM base
CROSS JOIN (VALUES ('information'), ('action'), ('planning'), ('decision'), ('evaluation')) AS level (participation_level)
LEFT JOIN answered
    ON answered.service_code = base.service_code AND answered.participation_level = level.participation_level
ORDER BY base.service_code, level.participation_level;
