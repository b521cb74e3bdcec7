-- Exits month by month, with those after which nothing has followed within the window.
-- Grain: service x breakdown value ('' = none) x month of the last day in the service (its first day). Units: counts, days.
-- exit_count: exits in the estimate or to be (their usual next register is joined); dropped_count: of those in the estimate.
-- chain_gap_days: the service's own tolerance, or the one asked for. not_linked_count stands apart and is in neither.
-- Parameters: $window_days, $breakdown, $since, $until, $service, $municipality, $unit, $chain_gap_days (null = each service's own).
WITH cell AS (
    SELECT
        service_code,
        breakdown_value,
        date_trunc('month', ended_on)::DATE AS month_on,
        count(*) FILTER (WHERE outcome <> 4) AS exit_count,
        count(*) FILTER (WHERE outcome = 1) AS dropped_count,
        count(*) FILTER (WHERE outcome = 4) AS not_linked_count
    FROM selected_exit($window_days::SMALLINT, $breakdown, $since, $until, $service, $municipality, $unit)
    GROUP BY ALL
),
newest AS (
    SELECT code, service_rank, chain_gap_days, row_number() OVER (PARTITION BY code ORDER BY valid_from DESC) AS from_newest
    FROM service
)
SELECT
    cell.service_code::VARCHAR AS service_code,
    coalesce(cell.breakdown_value::VARCHAR, '') AS breakdown_value,
    cell.month_on,
    cell.exit_count,
    cell.dropped_count,
    cell.not_linked_count,
    newest.service_rank,
    coalesce($chain_gap_days::BIGINT, newest.chain_gap_days)::BIGINT AS chain_gap_days,
    observation.observed_until
FROM cell
CROSS JOIN observation
LEFT JOIN newest ON newest.code = cell.service_code::VARCHAR AND newest.from_newest = 1
ORDER BY newest.service_rank, cell.service_code::VARCHAR, coalesce(cell.breakdown_value::VARCHAR, ''), cell.month_on;
