-- The calendar months that can be known: from the first with a stay whose last day every source in use covers, to the last
-- whose last day has been observed. Numbered from 1970-01 = 0. Grain: one row. Units: months. Null without periods.
-- Source: period, source_state, observation.
CREATE TABLE known_month AS
SELECT
    greatest(
        (
            SELECT (year(min(started_on)) - 1970) * 12 + month(min(started_on)) - 1
            FROM period
            WHERE part IN ('path', 'outcome', 'neutral')
        ),
        coalesce(
            (
                SELECT (year(max(covered_from)) - 1970) * 12 + month(max(covered_from)) - 1
                FROM source_state
                WHERE in_use AND delivers_periods
            ),
            0
        ),
        0
    )::BIGINT AS first_month,
    ((year(observed_until + 1) - 1970) * 12 + month(observed_until + 1) - 2)::BIGINT AS last_month
FROM observation;
