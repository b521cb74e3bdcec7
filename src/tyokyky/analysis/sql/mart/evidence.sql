-- Evidence (definitions, section 7): yes, where the spell holds a moment of the level; no, where it holds none although its unit
-- recorded that level for someone during the spell. No row: not recorded.
-- Grain: spell of a path service x level.
CREATE TABLE evidence AS
-- A unit records for anyone: a moment in its spell of any service counts, a step of the path or not.
WITH unit_day AS (
    SELECT DISTINCT spell.unit_code, level_moment.participation_level, level_moment.occurred_on
    FROM level_moment
    JOIN spell
        ON spell.person_key = level_moment.person_key
        AND (level_moment.service_code IS NULL OR level_moment.service_code = spell.service_code)
        AND level_moment.occurred_on BETWEEN spell.started_on AND coalesce(spell.ended_on, DATE '9999-12-31')
    WHERE spell.unit_code IS NOT NULL
),
unit_level AS (
    SELECT DISTINCT unit_code, participation_level FROM unit_day
),
-- Spells stand among their unit's recording days; the first recording day at or after a spell's start tells
-- whether the unit recorded anything during it. A range join would pair each spell with every day of its unit.
standing AS (
    SELECT unit_code, participation_level, occurred_on AS on_day, occurred_on, NULL AS spell_key, NULL AS last_day
    FROM unit_day
    UNION ALL
    SELECT unit_level.unit_code, unit_level.participation_level, path_spell.started_on, NULL, path_spell.spell_key, path_spell.last_day
    FROM path_spell
    JOIN unit_level ON unit_level.unit_code = path_spell.unit_code
),
looking_ahead AS (
    SELECT
        spell_key,
        participation_level,
        last_day,
        min(occurred_on) OVER (
            PARTITION BY unit_code, participation_level
            ORDER BY on_day
            RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        ) AS next_recording_day
    FROM standing
),
recorded AS (
    SELECT spell_key, participation_level
    FROM looking_ahead
    WHERE spell_key IS NOT NULL AND next_recording_day <= last_day
),
seen AS (
    SELECT DISTINCT spell_key, participation_level FROM evidence_moment WHERE is_judged
)
SELECT
    coalesce(seen.spell_key, recorded.spell_key) AS spell_key,
    coalesce(seen.participation_level, recorded.participation_level) AS participation_level,
    CASE WHEN seen.spell_key IS NOT NULL THEN 'yes' ELSE 'no' END AS evidence_group
FROM recorded
FULL JOIN seen ON seen.spell_key = recorded.spell_key AND seen.participation_level = recorded.participation_level;
