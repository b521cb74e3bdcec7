-- Missed moments in the last 60 days of a stay, for exits that fell and for exits that were carried on.
-- Grain: service x outcome (dropped, followed). Units: counts of exits in the estimate. Parameters: the selection's.
-- recorded_count: exits with any moment recorded in those days; with_no_show_count: with a missed one. Source: leaving_moment.
WITH chosen AS (
    SELECT exit_key, service_code, outcome
    FROM selected_exit($window_days::SMALLINT, '', $since, $until, $service, $municipality, $unit)
    WHERE in_estimate AND outcome IN (0, 1)
)
SELECT
    CAST(chosen.service_code AS VARCHAR) AS service_code,
    CASE chosen.outcome WHEN 0 THEN 'followed' ELSE 'dropped' END AS outcome,
    count(*) AS exit_count,
    count(leaving_moment.exit_key) AS recorded_count,
    count(*) FILTER (WHERE leaving_moment.has_no_show) AS with_no_show_count
FROM chosen
LEFT JOIN leaving_moment ON leaving_moment.exit_key = chosen.exit_key
GROUP BY chosen.service_code, chosen.outcome
ORDER BY CAST(chosen.service_code AS VARCHAR), outcome;
