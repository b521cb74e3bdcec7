-- How many persons of a service have a moment code or a touchpoint in an attended moment during a stay there.
-- Grain: service x kind (moment, touchpoint) x value. Units: counts of persons.
-- Parameters: $since and $until bound the stays (one that overlaps them counts), $service, $municipality, $unit; null is no limit.
-- A moment without a service belongs to every stay of the person that holds its day. An open stay has no last day.
WITH stay AS (
    SELECT person_key, service_code, started_on, coalesce(ended_on, DATE '9999-12-31') AS last_on
    FROM spell
    WHERE in_scope
        AND ($service::VARCHAR IS NULL OR service_code = $service)
        AND ($municipality::VARCHAR IS NULL OR coalesce(municipality_code, 'unknown') = $municipality)
        AND ($unit::VARCHAR IS NULL OR coalesce(unit_code, 'unknown') = $unit)
        AND ($until::DATE IS NULL OR started_on <= $until)
        AND ($since::DATE IS NULL OR coalesce(ended_on, DATE '9999-12-31') >= $since)
),
of_service AS (
    SELECT service_code, count(DISTINCT person_key) AS person_count
    FROM stay
    GROUP BY service_code
),
met AS (
    SELECT stay.service_code, stay.person_key, moment.moment_code, moment.touchpoint
    FROM stay
    JOIN moment
        ON moment.person_key = stay.person_key
        AND (moment.service_code IS NULL OR moment.service_code = stay.service_code)
        AND CAST(moment.occurred_at AS DATE) BETWEEN stay.started_on AND stay.last_on
    WHERE moment.attended = 'yes'
),
step AS (
    SELECT service_code, person_key, 'moment' AS kind, moment_code AS value FROM met
    UNION ALL
    SELECT service_code, person_key, 'touchpoint' AS kind, touchpoint AS value FROM met
)
SELECT
    step.service_code,
    step.kind,
    step.value,
    of_service.person_count,
    count(DISTINCT step.person_key) AS with_step_count
FROM step
JOIN of_service ON of_service.service_code = step.service_code
WHERE step.value IS NOT NULL
GROUP BY step.service_code, step.kind, step.value, of_service.person_count
ORDER BY step.service_code, step.kind, step.value;
