-- How often each code directly follows each, from events in no order: one window. Grain: from x to. Units: counts.
WITH step AS (
    SELECT moment_code, lead(moment_code) OVER (PARTITION BY person_key ORDER BY occurred_at) AS next_code
    FROM coded_event
)
SELECT moment_code, next_code, count(*) AS pair_count
FROM step
WHERE next_code IS NOT NULL
GROUP BY moment_code, next_code
ORDER BY pair_count DESC, moment_code, next_code;
