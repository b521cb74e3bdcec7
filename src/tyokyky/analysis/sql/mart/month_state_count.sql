-- All persons by state and the months in which they are in it: what a figure without limits adds up (ADR 0028).
-- Grain: clock x word x state x months. Units: persons. Source: month_state.
CREATE TABLE month_state_count AS
SELECT clock, word, state, months, count(*) AS person_count
FROM month_state
GROUP BY ALL
ORDER BY ALL;
