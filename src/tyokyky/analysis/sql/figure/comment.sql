-- Open comments, newest first; those without a day last.
-- Grain: open comment. Parameters: $service, $municipality, $unit ('unknown' = not told), $since, $until (days of answering,
-- inclusive; a comment without a day is then left out); null = no limit.
SELECT
    comment_key, controller, response_id, service_code, unit_code, municipality_code, channel, respondent, phase, answered_on, question, text
FROM comment
WHERE
    ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
    AND ($municipality::VARCHAR IS NULL OR coalesce(municipality_code, 'unknown') = $municipality::VARCHAR)
    AND ($unit::VARCHAR IS NULL OR coalesce(unit_code, 'unknown') = $unit::VARCHAR)
    AND ($since::DATE IS NULL OR answered_on >= $since::DATE)
    AND ($until::DATE IS NULL OR answered_on <= $until::DATE)
ORDER BY answered_on DESC NULLS LAST, comment_key;
