-- What is said on each level in each quarter, and how much the responses differ among themselves.
-- Grain: level x plane x breakdown value x quarter. Units: responses with a scored answer and scored answers (counts), mean of the
-- scaled answers 0-1 (null: only "not applicable"). squared_residual_sum: over responses, (sum of scores - mean x answers) squared;
-- from it comes the interval, since the answers on one form are not independent (ADR 0017).
-- Parameters: $breakdown (a Key, '' = none), $since, $until (days of answering), $service, $municipality, $unit (null = no limit).
-- Clients only, unless it is the respondents that are told apart: the two are never pooled.
WITH selected AS (
    SELECT
        response_key,
        participation_level,
        plane,
        answered_quarter,
        CASE $breakdown::VARCHAR
            WHEN 'service' THEN service_code
            WHEN 'municipality' THEN municipality_code
            WHEN 'unit' THEN unit_code
            WHEN 'year' THEN left(answered_quarter, 4)
            WHEN 'respondent' THEN respondent
            WHEN 'channel' THEN channel
            WHEN 'phase' THEN phase
            ELSE ''
        END AS breakdown_value,
        scaled_score
    FROM feedback_answer
    WHERE
        ($breakdown::VARCHAR = 'respondent' OR respondent = 'client')
        AND ($since::DATE IS NULL OR answered_on >= $since::DATE)
        AND ($until::DATE IS NULL OR answered_on <= $until::DATE)
        AND ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
        AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
        AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
),
response AS (
    SELECT
        participation_level,
        plane,
        breakdown_value,
        answered_quarter,
        response_key,
        count(scaled_score) AS answer_count,
        sum(scaled_score) AS score_sum
    FROM selected
    GROUP BY ALL
),
mean AS (
    SELECT
        participation_level,
        plane,
        breakdown_value,
        answered_quarter,
        sum(score_sum) / sum(answer_count) AS mean_score
    FROM response
    GROUP BY ALL
)
SELECT
    response.participation_level,
    response.plane,
    response.breakdown_value,
    response.answered_quarter AS quarter,
    count(*) FILTER (WHERE response.answer_count > 0) AS response_count,
    sum(response.answer_count)::BIGINT AS answer_count,
    any_value(mean.mean_score) AS mean_score,
    sum(power(response.score_sum - mean.mean_score * response.answer_count, 2)) AS squared_residual_sum
FROM response
JOIN mean USING (participation_level, plane, breakdown_value, answered_quarter)
GROUP BY ALL
ORDER BY ALL;
