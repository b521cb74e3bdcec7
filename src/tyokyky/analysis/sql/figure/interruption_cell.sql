-- Exits by why they ended, with the early signs beside.
-- Grain: service x breakdown value x end-reason group. Units: counts.
-- planned_count: with a planned end; early_count: of those, ended before it; no_show_count: with a missed moment of the
-- service in the last 60 days of the stay. Parameters: those of selected_exit.
SELECT
    selected.service_code::VARCHAR AS service_code,
    coalesce(selected.breakdown_value::VARCHAR, '') AS breakdown_value,
    selected.end_reason_group::VARCHAR AS end_reason_group,
    count(*) AS exit_count,
    count(early_sign.early_days) AS planned_count,
    count(*) FILTER (WHERE early_sign.early_days > 0) AS early_count,
    count(*) FILTER (WHERE early_sign.has_no_show) AS no_show_count
FROM selected_exit($window_days::SMALLINT, $breakdown, $since, $until, $service, $municipality, $unit) AS selected
JOIN early_sign USING (exit_key)
GROUP BY ALL
ORDER BY service_code, breakdown_value, end_reason_group;
