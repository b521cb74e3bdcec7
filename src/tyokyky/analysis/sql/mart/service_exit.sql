-- Exits (definitions, section 4): one row per ended spell of a path service, with all a click may ask of it.
-- Grain: exit. Units: days. time_days: gap to the successor, or the follow-up where nothing followed.
-- in_estimate: not left out as not yet observable (nothing known yet) or not linked (the usual next register is not joined).
CREATE TABLE service_exit AS
WITH leaving AS (
    SELECT
        spell.*,
        observation.observed_until - spell.ended_on - 1 AS follow_up_days,
        successor.successor_service_code,
        successor.successor_started_on,
        CASE
            WHEN successor.successor_service_code = spell.service_code THEN 'return'
            WHEN successor.successor_part = 'path' THEN 'next'
            ELSE successor.successor_part
        END AS kind,
        CASE
            WHEN successor.successor_started_on > spell.ended_on THEN successor.successor_started_on - spell.ended_on - 1
            WHEN successor.successor_started_on IS NOT NULL THEN 0
        END AS gap_days,
        spell.usual_next_controller = '' OR linked_controller.controller IS NOT NULL AS is_linked
    FROM spell
    CROSS JOIN observation
    LEFT JOIN successor ON successor.exit_key = spell.spell_key
    LEFT JOIN linked_controller
        ON linked_controller.link_group = spell.link_group
        AND linked_controller.controller = spell.usual_next_controller
    WHERE spell.part = 'path' AND spell.ended_on <= observation.observed_until
)
SELECT
    leaving.spell_key AS exit_key,
    leaving.person_key,
    leaving.service_code,
    leaving.started_on,
    leaving.ended_on,
    leaving.period_count,
    leaving.chain_gap_days,
    leaving.follow_up_days,
    leaving.successor_service_code,
    leaving.successor_started_on,
    leaving.kind,
    leaving.gap_days,
    coalesce(leaving.gap_days, leaving.follow_up_days) AS time_days,
    leaving.kind IS NOT NULL AS is_followed,
    leaving.is_linked,
    leaving.is_linked AND (leaving.kind IS NOT NULL OR leaving.follow_up_days >= 0) AS in_estimate,
    leaving.kind IS NULL AND leaving.follow_up_days < leaving.chain_gap_days AS may_be_renewed,
    count(*) OVER (PARTITION BY leaving.person_key, leaving.service_code)::INTEGER AS exits_of_person,
    coalesce(leaving.unit_code, 'unknown') AS unit_code,
    coalesce(leaving.municipality_code, 'unknown') AS municipality_code,
    CAST(year(leaving.ended_on) AS VARCHAR) AS exit_year,
    CAST(year(leaving.ended_on) AS VARCHAR) || 'Q' || CAST(quarter(leaving.ended_on) AS VARCHAR) AS exit_quarter,
    CASE
        WHEN person.birth_year IS NULL THEN 'unknown'
        WHEN year(leaving.ended_on) - person.birth_year <= 24 THEN '-24'
        WHEN year(leaving.ended_on) - person.birth_year <= 34 THEN '25-34'
        WHEN year(leaving.ended_on) - person.birth_year <= 44 THEN '35-44'
        WHEN year(leaving.ended_on) - person.birth_year <= 54 THEN '45-54'
        ELSE '55+'
    END AS age_band,
    coalesce(person.gender, 'unknown') AS gender,
    coalesce(leaving.handover, 'unknown') AS handover,
    coalesce(leaving.end_reason_group, 'unknown') AS end_reason_group,
    participation.* EXCLUDE (spell_key)
FROM leaving
JOIN person USING (person_key)
JOIN participation USING (spell_key)
ORDER BY leaving.service_code, leaving.person_key, leaving.ended_on;
