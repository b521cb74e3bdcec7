-- How stage $stage went for those who had reached stage $from_stage, counted by day.
-- Grain: is_linked x reached x day. Units: days, persons. day: days to the stage's start, or days watched, at most
-- $window_days. Beside: funnel_reached.
SELECT
    before.is_linked,
    reached.person_key IS NOT NULL AS is_reached,
    CASE
        WHEN reached.person_key IS NOT NULL THEN reached.started_on - before.started_on
        ELSE least(observation.observed_until - before.started_on, $window_days)
    END::BIGINT AS day,
    count(*) AS person_count
FROM funnel_reached AS before
CROSS JOIN observation
LEFT JOIN funnel_reached AS reached ON reached.person_key = before.person_key AND reached.stage = $stage
WHERE before.stage = $from_stage
GROUP BY ALL
ORDER BY ALL;
