-- Moments that name a level, in the spells they belong to. A moment without a service belongs to every spell of the person
-- that holds its day. is_judged: on or before the last day on which participation in the spell may be judged.
-- Grain: moment x spell of a path service that holds it.
CREATE TABLE evidence_moment AS
SELECT
    path_spell.spell_key,
    level_moment.participation_level,
    level_moment.occurred_on,
    level_moment.occurred_on <= path_spell.judged_until AS is_judged
FROM level_moment
JOIN path_spell
    ON path_spell.person_key = level_moment.person_key
    AND (level_moment.service_code IS NULL OR level_moment.service_code = path_spell.service_code)
    AND level_moment.occurred_on BETWEEN path_spell.started_on AND path_spell.last_day;
