-- How many days before the planned end stays ended, of those that ended early.
-- Grain: service x group (interrupted: end-reason groups interrupted and lost; completed: other known reasons). Units: days.
-- Parameters: those of selected_exit.
SELECT
    selected.service_code::VARCHAR AS service_code,
    CASE WHEN selected.end_reason_group IN ('interrupted', 'lost') THEN 'interrupted' ELSE 'completed' END AS exit_group,
    median(early_days)::DOUBLE AS median_early_days
FROM selected_exit($window_days::SMALLINT, $breakdown, $since, $until, $service, $municipality, $unit) AS selected
WHERE early_days > 0 AND selected.end_reason_group <> 'unknown'
GROUP BY ALL
ORDER BY service_code, exit_group;
