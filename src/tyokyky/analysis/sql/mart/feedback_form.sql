-- What each filled-in form says on a level: the sums from which means are made, since it is forms that vary (ADR 0017).
-- Grain: form x level x plane x what its answers tell of themselves (respondent, channel, phase, places, day). Units: scored answers
-- (count), sum of their shares 0-1 (null: only "not applicable"). is_whole: all the form's answers on the level and plane stand on
-- this row. Source: feedback_answer.
CREATE TABLE feedback_form AS
WITH form AS (
    SELECT
        response_key,
        participation_level,
        plane,
        respondent,
        channel,
        phase,
        service_code,
        unit_code,
        municipality_code,
        answered_on,
        answered_quarter,
        count(scaled_score)::INTEGER AS answer_count,
        sum(scaled_score) AS score_sum
    FROM feedback_answer
    GROUP BY ALL
),
divided AS (
    SELECT response_key, participation_level, plane FROM form GROUP BY ALL HAVING count(*) > 1
)
SELECT form.*, divided.response_key IS NULL AS is_whole
FROM form
LEFT JOIN divided
    ON divided.response_key = form.response_key
    AND divided.participation_level = form.participation_level
    AND divided.plane = form.plane
ORDER BY
    form.answered_on,
    form.response_key,
    form.participation_level,
    form.plane,
    form.respondent,
    form.channel,
    form.phase,
    form.service_code,
    form.unit_code,
    form.municipality_code;
