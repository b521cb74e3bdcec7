-- Whole forms summed by what they tell of themselves, so that a question of whole quarters reads no form.
-- Grain: level x plane x respondent x channel x phase x service x unit x municipality x quarter. Units: forms with a scored answer and
-- scored answers (counts); sums over forms of the scores s of a form, of its answers m, and of s*s, s*m and m*m.
-- Source: feedback_form, where is_whole.
CREATE TABLE feedback_cell AS
SELECT
    participation_level,
    plane,
    respondent,
    channel,
    phase,
    service_code,
    unit_code,
    municipality_code,
    answered_quarter,
    count(*) FILTER (WHERE answer_count > 0) AS response_count,
    sum(answer_count)::BIGINT AS answer_count,
    coalesce(sum(score_sum), 0) AS score_sum,
    coalesce(sum(score_sum * score_sum), 0) AS squared_score_sum,
    coalesce(sum(score_sum * answer_count), 0) AS score_answer_sum,
    sum(answer_count * answer_count)::DOUBLE AS squared_answer_sum
FROM feedback_form
WHERE is_whole
GROUP BY ALL
ORDER BY ALL;
