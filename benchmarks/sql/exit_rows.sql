-- Rows as a row-based library wants them, W = 90.
-- Grain: exit.
SELECT
    service_code::VARCHAR || (exit_key % 84)::VARCHAR AS group_name,
    least(time_days, 90) AS day,
    is_followed AND time_days <= 90 AS is_followed_in_window
FROM click_exit
WHERE in_estimate;
