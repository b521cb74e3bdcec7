-- In which state each person is in which month, as bits of a whole number (ADR 0028).
-- Grain: clock x person x word x rank x state. Units: months. Source: month_stay, path_entry, observation.
-- Clocks: 'path' counts months from the person's own start (its day, or the month's last day where that comes earlier);
-- 'calendar' counts calendar months from 1970-01, each told by its last day.
-- months: bit b stands for month 60 x word + b. Of several services the smallest rank holds, then the code; so no month of
-- a person has two states. Months of a person in no row are in no service.
CREATE TABLE month_state AS
WITH word AS (
    SELECT range::INTEGER AS word
    FROM range(
        0,
        (SELECT coalesce(max((year(last_day) - 1970) * 12 + month(last_day)), 0) // 60 + 1 FROM month_stay)
    )
),
on_path AS (
    SELECT
        month_stay.*,
        path_entry.first_month AS first_known_month,
        path_entry.last_month AS last_known_month,
        path_entry.started_on AS path_started_on,
        month_stay.started_on - 1 AS day_before
    FROM month_stay
    JOIN path_entry USING (person_key)
    WHERE path_entry.started_on IS NOT NULL
),
month_range AS (
    SELECT
        'path' AS clock,
        person_key,
        state,
        service_rank,
        greatest(
            first_known_month,
            CASE WHEN day_before < path_started_on THEN 0
            ELSE
                (year(day_before) - year(path_started_on)) * 12 + month(day_before) - month(path_started_on) + 1
                - CASE WHEN day(day_before) < least(day(path_started_on), day(last_day(day_before))) THEN 1 ELSE 0 END
            END
        ) AS from_month,
        least(
            last_known_month,
            (year(last_day) - year(path_started_on)) * 12 + month(last_day) - month(path_started_on)
            - CASE WHEN day(last_day) < least(day(path_started_on), day(last_day(last_day))) THEN 1 ELSE 0 END
        ) AS to_month
    FROM on_path
    UNION ALL
    SELECT
        'calendar',
        person_key,
        state,
        service_rank,
        (year(started_on) - 1970) * 12 + month(started_on) - 1,
        (year(last_day + 1) - 1970) * 12 + month(last_day + 1) - 2
    FROM month_stay
),
in_word AS (
    SELECT
        month_range.clock,
        month_range.person_key,
        word.word,
        month_range.state,
        month_range.service_rank,
        greatest(month_range.from_month - 60 * word.word, 0) AS from_bit,
        least(month_range.to_month - 60 * word.word, 59) AS to_bit
    FROM month_range
    JOIN word ON word.word BETWEEN month_range.from_month // 60 AND month_range.to_month // 60
    WHERE month_range.from_month <= month_range.to_month AND month_range.to_month >= 0
),
covered AS (
    SELECT
        clock,
        person_key,
        word,
        service_rank,
        state,
        bit_or(((1::BIGINT << (to_bit - from_bit + 1)) - 1) << from_bit) AS months
    FROM in_word
    GROUP BY clock, person_key, word, service_rank, state
),
alone AS (
    SELECT
        clock,
        person_key,
        word,
        state,
        months & ~coalesce(
            bit_or(months) OVER (
                PARTITION BY clock, person_key, word
                ORDER BY service_rank, state
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            0
        ) AS months
    FROM covered
)
SELECT clock, word, state, months, person_key FROM alone WHERE months <> 0;
