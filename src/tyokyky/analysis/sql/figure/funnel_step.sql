-- Who reached stage $stage within $window_days of having reached stage $from_stage (ADR 0029): the first spell of the stage's
-- services that starts on or after that day and has not been a stage of this person's path already.
-- Grain: person who reached the stage. Units: days. Beside: funnel_stage, funnel_reached.
INSERT INTO funnel_reached
WITH candidate AS (
    SELECT
        spell.person_key,
        spell.spell_key,
        spell.started_on,
        spell.usual_next_controller = '' OR linked_controller.controller IS NOT NULL AS is_linked,
        row_number() OVER (
            PARTITION BY spell.person_key ORDER BY spell.started_on, spell.service_rank, spell.service_code, spell.spell_key
        ) AS from_first
    FROM funnel_reached
    JOIN spell ON spell.person_key = funnel_reached.person_key AND spell.started_on >= funnel_reached.started_on
    JOIN funnel_stage ON funnel_stage.service_code = spell.service_code AND funnel_stage.stage = $stage
    CROSS JOIN observation
    LEFT JOIN linked_controller
        ON linked_controller.link_group = spell.link_group
        AND linked_controller.controller = spell.usual_next_controller
    WHERE
        funnel_reached.stage = $from_stage
        AND funnel_reached.is_linked
        AND spell.started_on <= observation.observed_until
        AND spell.started_on - funnel_reached.started_on <= $window_days
        AND NOT EXISTS (SELECT 1 FROM funnel_reached AS used WHERE used.spell_key = spell.spell_key)
)
SELECT $stage, person_key, spell_key, started_on, is_linked FROM candidate WHERE from_first = 1;
