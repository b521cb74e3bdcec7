-- Counts of referrals that both the life table and the numbers beside it are made of.
-- Grain: from service x to service x breakdown value x outcome x day. Units: days, counts.
-- Outcomes: started and other (what came first within the window), dropped (nothing came), still in the window, not yet
-- observable (referred after the observation end), not linked. day: time cut at the window.
-- Parameters: $window_days, $breakdown (a Breakdown's name, '' = none), first and last day of referral, $service (the referred
-- one), $municipality, $unit (the referrer's); null = no limit.
WITH cell AS (
    SELECT
        from_service_code,
        to_service_code,
        CASE $breakdown
            WHEN 'municipality' THEN municipality_code
            WHEN 'unit' THEN unit_code
            WHEN 'quarter' THEN referral_quarter
            WHEN 'year' THEN referral_year
            WHEN 'age_band' THEN age_band
            WHEN 'gender' THEN gender
            ELSE ''
        END AS breakdown_value,
        CASE
            WHEN NOT is_linked THEN 'not_linked'
            WHEN follow_up_days < 0 THEN 'not_yet_observable'
            WHEN came <> '' AND came_days <= $window_days::INTEGER THEN came
            WHEN follow_up_days >= $window_days::INTEGER THEN 'dropped'
            ELSE 'still_in_window'
        END AS outcome,
        least(coalesce(came_days, follow_up_days), $window_days::INTEGER) AS day
    FROM referral_start
    WHERE
        ($since::DATE IS NULL OR referred_on >= $since::DATE)
        AND ($until::DATE IS NULL OR referred_on <= $until::DATE)
        AND ($service::VARCHAR IS NULL OR to_service_code = $service::VARCHAR)
        AND ($municipality::VARCHAR IS NULL OR municipality_code = $municipality::VARCHAR)
        AND ($unit::VARCHAR IS NULL OR unit_code = $unit::VARCHAR)
)
SELECT
    from_service_code,
    to_service_code,
    breakdown_value,
    outcome,
    day::BIGINT AS day,
    count(*) AS exit_count
FROM cell
GROUP BY ALL
ORDER BY ALL;
