-- Exits by whether the person came back by way of another service within the window, counted by day.
-- Grain: service x via ('' = not come back in the window) x day. Units: days, exits. Parameters: those of the exits' filters, and
-- $bounce_days: the window. day: days until the return, or days watched, at most the window. Not observable or not
-- linked exits are left out.
SELECT
    click_exit.service_code::VARCHAR AS service_code,
    CASE
        WHEN exit_return.return_days <= $bounce_days THEN exit_return.via_service_code::VARCHAR ELSE ''
    END AS successor_service_code,
    CASE
        WHEN exit_return.return_days <= $bounce_days THEN exit_return.return_days
        ELSE least(click_exit.follow_up_days, $bounce_days)
    END::BIGINT AS day,
    count(*) AS exit_count
FROM click_exit
LEFT JOIN exit_return USING (exit_key)
WHERE
    click_exit.is_linked
    AND click_exit.follow_up_days >= 0
    AND ($since::DATE IS NULL OR click_exit.ended_on >= $since::DATE)
    AND ($until::DATE IS NULL OR click_exit.ended_on <= $until::DATE)
    AND ($service::VARCHAR IS NULL OR click_exit.service_code = $service::VARCHAR)
    AND ($municipality::VARCHAR IS NULL OR click_exit.municipality_code = $municipality::VARCHAR)
    AND ($unit::VARCHAR IS NULL OR click_exit.unit_code = $unit::VARCHAR)
GROUP BY ALL
ORDER BY ALL;
