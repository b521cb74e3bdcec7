-- Spells of path services with the time in which each was the person's latest step, and what came next (ADR 0029).
-- Grain: spell of a path service. Units: days. Steps in order of start, rank and code; a step lasts until the next step of
-- any kind (path, outcome, neutral) starts, or past the observation end. is_switch: the next step is another path service.
CREATE TABLE path_step AS
WITH step AS (
    SELECT
        spell.*,
        observation.observed_until,
        lead(spell.started_on) OVER in_order AS next_started_on,
        lead(spell.service_code) OVER in_order AS next_service_code,
        lead(spell.part) OVER in_order AS next_part
    FROM spell
    CROSS JOIN observation
    WHERE spell.part IN ('path', 'outcome', 'neutral') AND spell.started_on <= observation.observed_until
    WINDOW in_order AS (
        PARTITION BY spell.person_key ORDER BY spell.started_on, spell.service_rank, spell.service_code, spell.spell_key
    )
)
SELECT
    spell_key,
    person_key,
    service_code,
    coalesce(unit_code, 'unknown') AS unit_code,
    coalesce(municipality_code, 'unknown') AS municipality_code,
    started_on,
    (coalesce(next_started_on, observed_until + 1) - started_on)::BIGINT AS step_days,
    coalesce(next_part = 'path' AND next_service_code <> service_code, FALSE) AS is_switch
FROM step
WHERE part = 'path';
