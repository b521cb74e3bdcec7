-- Response share (definitions, section 7) of every place, for questions without days: see figure/response_share.
-- Grain: service x level x municipality x unit; null stands for all municipalities, or all units. Units: counts of persons.
-- Source: path_spell, answered_day. person_count: with an active spell; answered_count: of those, with a linked answer about it.
CREATE TABLE response_count AS
WITH active AS (
    SELECT
        spell_key,
        person_key,
        service_code,
        coalesce(municipality_code, 'unknown') AS municipality_code,
        coalesce(unit_code, 'unknown') AS unit_code
    FROM path_spell
    WHERE started_on <= last_day
),
base AS (
    SELECT service_code, municipality_code, unit_code, count(DISTINCT person_key) AS person_count
    FROM active
    GROUP BY GROUPING SETS (
        (service_code), (service_code, municipality_code), (service_code, unit_code), (service_code, municipality_code, unit_code)
    )
),
answered AS (
    SELECT
        service_code,
        municipality_code,
        unit_code,
        answered_spell.participation_level,
        count(DISTINCT person_key) AS answered_count
    FROM active
    JOIN (SELECT DISTINCT spell_key, participation_level FROM answered_day) AS answered_spell USING (spell_key)
    GROUP BY GROUPING SETS (
        (service_code, participation_level),
        (service_code, participation_level, municipality_code),
        (service_code, participation_level, unit_code),
        (service_code, participation_level, municipality_code, unit_code)
    )
)
SELECT
    base.service_code,
    level.participation_level,
    base.municipality_code,
    base.unit_code,
    base.person_count,
    coalesce(answered.answered_count, 0)::BIGINT AS answered_count
FROM base
CROSS JOIN (VALUES ('information'), ('action'), ('planning'), ('decision'), ('evaluation')) AS level (participation_level)
LEFT JOIN answered
    ON answered.service_code = base.service_code
    AND answered.participation_level = level.participation_level
    AND answered.municipality_code IS NOT DISTINCT FROM base.municipality_code
    AND answered.unit_code IS NOT DISTINCT FROM base.unit_code
ORDER BY base.service_code, level.participation_level, base.municipality_code, base.unit_code;
