-- Months in one state, as first and last month by both clocks, with when and where the person's path began (ADR 0028).
-- Grain: part of a stay that some month's day falls on. Units: months, days. Source: state_stay, placed_entry.
-- path_…: months from the person's own start (its day, or the month's last day where that comes earlier), null without a path;
-- calendar_…: calendar months from 1970-01, each told by its last day. from > to: no month's day of that clock is in it. No month
-- of a person is in two rows; months in no row are in no service. path_started_on: null for persons without a path.
CREATE TABLE month_run AS
WITH placed AS (
    SELECT
        state_stay.state,
        state_stay.started_on,
        state_stay.last_day,
        state_stay.started_on - 1 AS day_before,
        placed_entry.place_key,
        placed_entry.path_started_on,
        placed_entry.first_month,
        placed_entry.last_month
    FROM state_stay
    JOIN placed_entry USING (person_key)
),
ranged AS (
    SELECT
        path_started_on,
        place_key,
        state,
        CASE WHEN path_started_on IS NOT NULL THEN greatest(
            first_month,
            CASE WHEN day_before < path_started_on THEN 0
            ELSE
                (year(day_before) - year(path_started_on)) * 12 + month(day_before) - month(path_started_on) + 1
                - CASE WHEN day(day_before) < day(path_started_on) AND day(started_on) <> 1 THEN 1 ELSE 0 END
            END
        ) END::SMALLINT AS path_from_month,
        CASE WHEN path_started_on IS NOT NULL THEN least(
            last_month,
            (year(last_day) - year(path_started_on)) * 12 + month(last_day) - month(path_started_on)
            - CASE WHEN day(last_day) < day(path_started_on) AND day(last_day + 1) <> 1 THEN 1 ELSE 0 END
        ) END::SMALLINT AS path_to_month,
        greatest((year(started_on) - 1970) * 12 + month(started_on) - 1, 0)::SMALLINT AS calendar_from_month,
        ((year(last_day + 1) - 1970) * 12 + month(last_day + 1) - 2)::SMALLINT AS calendar_to_month
    FROM placed
)
SELECT path_started_on, place_key, state, path_from_month, path_to_month, calendar_from_month, calendar_to_month
FROM ranged
WHERE path_from_month <= path_to_month OR calendar_from_month <= calendar_to_month;
