-- Missed moments in the last days of a stay, for exits that fell and for exits that were carried on.
-- Grain: service x outcome (dropped, followed). Units: counts of exits in the estimate.
-- Parameters: $before_days (the last day in the service is the first of them) and the selection's.
-- recorded_count: exits with any moment recorded in those days; with_no_show_count: with a missed one.
-- A moment without a service belongs to every stay of the person that holds its day, as in evidence.
WITH chosen AS (
    SELECT exit_key, outcome
    FROM selected_exit($window_days::SMALLINT, '', $since, $until, $service, $municipality, $unit)
    WHERE in_estimate AND outcome IN (0, 1)
),
leaving AS (
    SELECT
        chosen.exit_key,
        chosen.outcome,
        service_exit.person_key,
        service_exit.service_code,
        service_exit.ended_on,
        greatest(service_exit.started_on, service_exit.ended_on - ($before_days::INTEGER - 1)) AS first_day
    FROM chosen
    JOIN service_exit ON service_exit.exit_key = chosen.exit_key
),
seen AS (
    SELECT leaving.exit_key, max(CASE WHEN moment.attended = 'no_show' THEN 1 ELSE 0 END) AS missed
    FROM leaving
    JOIN moment
        ON moment.person_key = leaving.person_key
        AND (moment.service_code IS NULL OR moment.service_code = leaving.service_code)
        AND CAST(moment.occurred_at AS DATE) BETWEEN leaving.first_day AND leaving.ended_on
    GROUP BY leaving.exit_key
)
SELECT
    leaving.service_code,
    CASE leaving.outcome WHEN 0 THEN 'followed' ELSE 'dropped' END AS outcome,
    count(*) AS exit_count,
    count(seen.exit_key) AS recorded_count,
    coalesce(sum(seen.missed), 0)::BIGINT AS with_no_show_count
FROM leaving
LEFT JOIN seen ON seen.exit_key = leaving.exit_key
GROUP BY leaving.service_code, leaving.outcome
ORDER BY leaving.service_code, outcome;
