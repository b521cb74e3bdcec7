-- Days on which a client answered about a spell while it ran: the response share asks who has any.
-- Grain: spell of a path service x level x day.
CREATE TABLE answered_day AS
SELECT DISTINCT path_spell.spell_key, answer.participation_level, answer.answered_on
FROM path_spell
JOIN answer
    ON answer.person_key = path_spell.person_key
    AND answer.service_code = path_spell.service_code
    AND answer.answered_on BETWEEN path_spell.started_on AND path_spell.last_day;
