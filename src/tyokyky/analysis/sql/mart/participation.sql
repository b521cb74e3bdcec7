-- The ten groups of a path spell side by side: five levels, as experienced and as recorded.
-- Grain: spell of a path service.
CREATE TABLE participation AS
WITH experienced AS (
    SELECT
        spell_key,
        max(CASE WHEN participation_level = 'information' THEN experience_group END) AS information,
        max(CASE WHEN participation_level = 'action' THEN experience_group END) AS action,
        max(CASE WHEN participation_level = 'planning' THEN experience_group END) AS planning,
        max(CASE WHEN participation_level = 'decision' THEN experience_group END) AS decision,
        max(CASE WHEN participation_level = 'evaluation' THEN experience_group END) AS evaluation
    FROM experience
    GROUP BY spell_key
),
recorded AS (
    SELECT
        spell_key,
        max(CASE WHEN participation_level = 'information' THEN evidence_group END) AS information,
        max(CASE WHEN participation_level = 'action' THEN evidence_group END) AS action,
        max(CASE WHEN participation_level = 'planning' THEN evidence_group END) AS planning,
        max(CASE WHEN participation_level = 'decision' THEN evidence_group END) AS decision,
        max(CASE WHEN participation_level = 'evaluation' THEN evidence_group END) AS evaluation
    FROM evidence
    GROUP BY spell_key
)
SELECT
    path_spell.spell_key,
    coalesce(experienced.information, 'no_answer') AS experience_information,
    coalesce(experienced.action, 'no_answer') AS experience_action,
    coalesce(experienced.planning, 'no_answer') AS experience_planning,
    coalesce(experienced.decision, 'no_answer') AS experience_decision,
    coalesce(experienced.evaluation, 'no_answer') AS experience_evaluation,
    coalesce(recorded.information, 'not_recorded') AS evidence_information,
    coalesce(recorded.action, 'not_recorded') AS evidence_action,
    coalesce(recorded.planning, 'not_recorded') AS evidence_planning,
    coalesce(recorded.decision, 'not_recorded') AS evidence_decision,
    coalesce(recorded.evaluation, 'not_recorded') AS evidence_evaluation
FROM path_spell
LEFT JOIN experienced USING (spell_key)
LEFT JOIN recorded USING (spell_key);
