-- Exits by whether the person came back by way of another service within the window, counted by day.
-- Grain: service x via ('' = not come back in the window) x day. Units: days, exits. Parameters: those of the exits' filters, and
-- $bounce_days: the window. day: days until the return, or days watched, at most the window. Not observable or not
-- linked exits are left out.
WITH cell AS (
    SELECT
        service_code,
        CASE WHEN return_days <= $bounce_days THEN via_service_code END AS via_service_code,
        CASE WHEN return_days <= $bounce_days THEN return_days ELSE least(follow_up_days, $bounce_days) END AS day,
        count(*) AS exit_count
    FROM click_exit
    WHERE
        is_linked
        AND follow_up_days >= 0
        AND ($since::DATE IS NULL OR ended_on >= $since::DATE)
        AND ($until::DATE IS NULL OR ended_on <= $until::DATE)
        AND ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
        AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
        AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
    GROUP BY ALL
)
SELECT
    service_code::VARCHAR AS service_code,
    coalesce(via_service_code::VARCHAR, '') AS successor_service_code,
    day::BIGINT AS day,
    exit_count
FROM cell
ORDER BY 1, 2, 3;
