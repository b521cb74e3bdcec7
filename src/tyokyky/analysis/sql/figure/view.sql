-- Sums from which the mean of several quarters and its interval are made: clients, professionals and close persons apart.
-- Grain: level x plane x respondent x quarter of answering. Units: responses with a scored answer and scored answers (counts);
-- sums over responses of the scaled scores s of a form, of its answers m, and of s*s, s*m and m*m (ADR 0017: the form varies).
-- Parameters: $since, $until (days of answering), $service, $municipality, $unit (null = no limit). Source: feedback_answer.
WITH response AS (
    SELECT
        participation_level,
        plane,
        respondent,
        answered_quarter,
        response_key,
        count(scaled_score) AS answer_count,
        sum(scaled_score) AS score_sum
    FROM feedback_answer
    WHERE
        ($since::DATE IS NULL OR answered_on >= $since::DATE)
        AND ($until::DATE IS NULL OR answered_on <= $until::DATE)
        AND ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
        AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
        AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
    GROUP BY ALL
)
SELECT
    participation_level,
    plane,
    respondent,
    answered_quarter AS quarter,
    count(*)::BIGINT AS response_count,
    sum(answer_count)::BIGINT AS answer_count,
    sum(score_sum) AS score_sum,
    sum(score_sum * score_sum) AS squared_score_sum,
    sum(score_sum * answer_count) AS score_answer_sum,
    sum(answer_count * answer_count)::DOUBLE AS squared_answer_sum
FROM response
WHERE answer_count > 0
GROUP BY ALL
ORDER BY ALL;
