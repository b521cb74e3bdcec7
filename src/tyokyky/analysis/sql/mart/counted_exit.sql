-- Exits counted once for every question without days: by place, successor and time.
-- Grain: municipality x unit x service x successor service (null = none) x is_linked x is_followed x time_days. Units: days, counts.
-- Source: click_exit. time_days: at most 367, longer than any window. Time alone tells the outcome at each window, since
-- whoever was followed was watched at least as long (mart/successor).
-- once_count: exits of persons with one exit from the service, who need no telling apart.
CREATE TABLE counted_exit AS
SELECT
    municipality_code,
    unit_code,
    service_code,
    successor_service_code,
    is_linked,
    is_followed,
    least(time_days, 367)::SMALLINT AS time_days,
    count(*)::INTEGER AS exit_count,
    sum(period_count)::INTEGER AS period_count,
    count(*) FILTER (WHERE is_linked AND may_be_renewed)::INTEGER AS may_be_renewed_count,
    count(*) FILTER (WHERE exits_of_person = 1)::INTEGER AS once_count
FROM click_exit
GROUP BY ALL
ORDER BY municipality_code, unit_code, service_code, successor_service_code, is_linked, is_followed, time_days;
