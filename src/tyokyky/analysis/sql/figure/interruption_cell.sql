-- Exits by why they ended, with the early signs beside.
-- Grain: service x breakdown value x end-reason group. Units: counts.
-- planned_count: with a planned end; early_count: of those, ended before it; no_show_count: with a missed moment of the
-- service in the last 60 days of the stay. Parameters: those of selected_exit.
WITH cell AS (
    SELECT
        service_code,
        breakdown_value,
        end_reason_group,
        count(*) AS exit_count,
        count(early_days) AS planned_count,
        count(*) FILTER (WHERE early_days > 0) AS early_count,
        count(*) FILTER (WHERE has_no_show) AS no_show_count
    FROM selected_exit($window_days::SMALLINT, $breakdown, $since, $until, $service, $municipality, $unit)
    GROUP BY ALL
)
SELECT
    service_code::VARCHAR AS service_code,
    coalesce(breakdown_value::VARCHAR, '') AS breakdown_value,
    end_reason_group::VARCHAR AS end_reason_group,
    exit_count,
    planned_count,
    early_count,
    no_show_count
FROM cell
ORDER BY 1, 2, 3;
