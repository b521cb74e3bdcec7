-- Comments that a person has read, by the theme they hold; a comment of several themes counts in each.
-- Grain: theme x quarter. Units: comments (counts). Reads the frame coding (controller, response_id, question, theme_id).
-- Parameters: $first_day, $last_day (days of answering, inclusive).
SELECT
    coding.theme_id AS theme,
    CAST(year(comment.answered_on) AS VARCHAR) || 'Q' || CAST(quarter(comment.answered_on) AS VARCHAR) AS quarter,
    count(*)::BIGINT AS count
FROM comment
JOIN coding
    ON coding.controller = comment.controller
    AND coding.response_id = comment.response_id
    AND coding.question = coalesce(comment.question, '')
WHERE
    coding.theme_id IS NOT NULL
    AND comment.answered_on BETWEEN $first_day::DATE AND $last_day::DATE
    AND comment.respondent = 'client'
GROUP BY ALL
ORDER BY ALL;
