-- A funnel's reached stages, empty, and its first entries (ADR 0029): each person's first spell of the first stage's services
-- that the limits take. Grain: person x stage. Units: days. Parameters: $since, $until (first day of the spell), $service,
-- $municipality, $unit of that spell (null = no limit). Beside: the table funnel_stage (stage, service_code).
CREATE OR REPLACE TEMP TABLE funnel_reached AS
WITH first_spell AS (
    SELECT
        spell.person_key,
        spell.spell_key,
        spell.started_on,
        spell.usual_next_controller = '' OR linked_controller.controller IS NOT NULL AS is_linked,
        row_number() OVER (
            PARTITION BY spell.person_key ORDER BY spell.started_on, spell.service_rank, spell.service_code, spell.spell_key
        ) AS from_first
    FROM spell
    JOIN funnel_stage ON funnel_stage.service_code = spell.service_code AND funnel_stage.stage = 1
    CROSS JOIN observation
    LEFT JOIN linked_controller
        ON linked_controller.link_group = spell.link_group
        AND linked_controller.controller = spell.usual_next_controller
    WHERE
        spell.started_on <= observation.observed_until
        AND spell.in_scope
        AND ($since::DATE IS NULL OR spell.started_on >= $since::DATE)
        AND ($until::DATE IS NULL OR spell.started_on <= $until::DATE)
        AND ($service::VARCHAR IS NULL OR spell.service_code = $service::VARCHAR)
        AND ($municipality::VARCHAR IS NULL OR coalesce(spell.municipality_code, 'unknown') = $municipality::VARCHAR)
        AND ($unit::VARCHAR IS NULL OR coalesce(spell.unit_code, 'unknown') = $unit::VARCHAR)
)
SELECT 1 AS stage, person_key, spell_key, started_on, is_linked FROM first_spell WHERE from_first = 1;
