-- How many exits of a joint were answered on each level of experience, and for how many of those it was realised.
-- Grain: service x breakdown value x level. Units: counts of exits in the estimate. Answered: realised, partly or not;
-- answers that it was not applicable tell nothing of how well it was.
WITH chosen AS (
    SELECT
        service_code,
        breakdown_value,
        experience_information,
        experience_action,
        experience_planning,
        experience_decision,
        experience_evaluation
    FROM selected_exit($window_days::SMALLINT, $breakdown, $since, $until, $service, $municipality, $unit)
    WHERE in_estimate
),
experienced AS (
    SELECT service_code, breakdown_value, 'information' AS level, experience_information AS experience_group FROM chosen
    UNION ALL
    SELECT service_code, breakdown_value, 'action', experience_action FROM chosen
    UNION ALL
    SELECT service_code, breakdown_value, 'planning', experience_planning FROM chosen
    UNION ALL
    SELECT service_code, breakdown_value, 'decision', experience_decision FROM chosen
    UNION ALL
    SELECT service_code, breakdown_value, 'evaluation', experience_evaluation FROM chosen
)
SELECT
    service_code::VARCHAR AS service_code,
    coalesce(breakdown_value::VARCHAR, '') AS breakdown_value,
    level,
    count(*) FILTER (WHERE experience_group IN ('realised', 'partly', 'not')) AS answered_count,
    count(*) FILTER (WHERE experience_group = 'realised') AS realised_count
FROM experienced
GROUP BY service_code, breakdown_value, level
ORDER BY 1, 2, level;
