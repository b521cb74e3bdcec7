-- Experience (definitions, section 7): mean of the client's own answers per level, given within the judged part of a spell.
-- Grain: spell of a path service x level with any answer. Units: share 0-1; null mean: only "not applicable".
CREATE TABLE experience AS
SELECT
    path_spell.spell_key,
    answer.participation_level,
    avg(answer.scaled_score) AS mean_score,
    CASE
        WHEN avg(answer.scaled_score) IS NULL THEN 'not_applicable'
        -- Means of fifths and quarters must not miss their boundary by a rounding of the last digit.
        WHEN avg(answer.scaled_score) >= 0.75 - 1e-12 THEN 'realised'
        WHEN avg(answer.scaled_score) >= 0.5 - 1e-12 THEN 'partly'
        ELSE 'not'
    END AS experience_group
FROM path_spell
JOIN answer
    ON answer.person_key = path_spell.person_key
    AND answer.service_code = path_spell.service_code
    AND answer.answered_on BETWEEN path_spell.started_on AND path_spell.judged_until
GROUP BY path_spell.spell_key, answer.participation_level;
