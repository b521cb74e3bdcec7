-- Exits as a release counts them: what followed within the window, and all that a release may be divided by, together.
-- Grain: joint x outcome x quarter x municipality x age band x experience group of each level. Units: exits (counts).
-- continued and dropped: as definitions, section 5, tell them of a joint whose usual next register is joined; open: not known
-- (the next register is not joined, or the window has not passed). Source: click_exit.
-- Parameters: $window_days; $first_day, $last_day (last days in the service, inclusive).
SELECT
    service_code::VARCHAR AS joint,
    CASE
        WHEN is_linked AND is_followed AND time_days <= $window_days::INTEGER THEN 'continued'
        WHEN is_linked AND time_days >= $window_days::INTEGER THEN 'dropped'
        ELSE 'open'
    END AS outcome,
    exit_quarter::VARCHAR AS quarter,
    municipality_code::VARCHAR AS municipality,
    age_band::VARCHAR AS age_band,
    experience_information::VARCHAR AS experience_information,
    experience_action::VARCHAR AS experience_action,
    experience_planning::VARCHAR AS experience_planning,
    experience_decision::VARCHAR AS experience_decision,
    experience_evaluation::VARCHAR AS experience_evaluation,
    count(*)::BIGINT AS count
FROM click_exit
WHERE ended_on BETWEEN $first_day::DATE AND $last_day::DATE
GROUP BY ALL
ORDER BY ALL;
