-- Spells of path services with the last day on which participation in them may be judged: the earlier of the end and
-- the day before the successor starts. Later answers and moments know the outcome and are never used.
-- Grain: spell of a path service. Units: days. last_day: the end, or the observation end while it runs.
CREATE TABLE path_spell AS
SELECT
    spell.spell_key,
    spell.person_key,
    spell.service_code,
    spell.unit_code,
    spell.municipality_code,
    spell.period_count,
    spell.started_on,
    spell.ended_on,
    coalesce(spell.ended_on, observation.observed_until) AS last_day,
    least(
        coalesce(spell.ended_on, observation.observed_until),
        coalesce(successor.successor_started_on - 1, DATE '9999-12-31')
    ) AS judged_until
FROM spell
CROSS JOIN observation
LEFT JOIN successor ON successor.exit_key = spell.spell_key
WHERE spell.part = 'path';
