-- Months without a break in one state: the bits of month_state as first and last month (ADR 0028).
-- Grain: clock x person x state x run; a run ends with its word of sixty months and goes on in the next. Units: months.
-- Source: month_state. A bit whose lower neighbour is not set begins a run; from_bit is the lowest of all.
CREATE TABLE month_run AS
WITH masked AS (
    SELECT
        clock,
        person_key,
        state,
        60 * word AS first_month,
        months,
        bit_count((months & -months) - 1)::INTEGER AS from_bit
    FROM month_state
),
begun AS (
    SELECT clock, person_key, state, first_month, from_bit, months >> from_bit AS rest FROM masked
    UNION ALL
    -- Whoever left a state and came back within one word.
    SELECT masked.clock, masked.person_key, masked.state, masked.first_month, bit.range::INTEGER, masked.months >> bit.range
    FROM masked
    JOIN range(1, 60) AS bit
        ON bit.range > masked.from_bit AND (masked.months >> (bit.range - 1)) & 3 = 2
    WHERE ((masked.months >> masked.from_bit) & ((masked.months >> masked.from_bit) + 1)) <> 0
)
SELECT
    clock,
    person_key,
    state,
    (first_month + from_bit)::INTEGER AS from_month,
    -- How many of the lowest bits are set: the lowest that is not, as a number of ones below it.
    (first_month + from_bit + bit_count((~rest & (rest + 1)) - 1) - 1)::INTEGER AS to_month
FROM begun;
