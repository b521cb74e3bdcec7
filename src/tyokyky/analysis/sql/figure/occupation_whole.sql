-- Persons by state and the months in which they are in it (bits, see month_state), of all persons: counted at the build.
-- Grain: word x state x months. Units: persons. Parameter: $clock (path, calendar).
SELECT word, state, months, person_count
FROM month_state_count
WHERE clock = $clock
ORDER BY ALL;
