-- The rule of the official register: each ended register period, looked at three months after its end.
-- Grain: service x last day x municipality x unit. Units: counts of periods. Source: period.
-- in_service_count: the person is then in a service again, of the path or towards its aim, save an open job ($open_job).
-- unemployed_count: the person is then a registered jobseeker ($jobseeker). A person can be both: the two overlap.
-- has_jobseekers: whether any period is of jobseekers: without, nobody can be known as unemployed.
-- Parameters: $open_job, $jobseeker (service codes).
CREATE TABLE ended_period_count AS
WITH ended AS (
    SELECT
        row_number() OVER (ORDER BY period.person_key, period.service_code, period.period_order) AS ended_key,
        period.person_key,
        period.service_code,
        period.ended_on,
        coalesce(period.municipality_code, 'unknown') AS municipality_code,
        coalesce(period.unit_code, 'unknown') AS unit_code,
        CAST(period.ended_on + INTERVAL 3 MONTH AS DATE) AS checked_on
    FROM period
    CROSS JOIN observation
    WHERE
        period.part = 'path'
        AND period.in_scope
        AND CAST(period.ended_on + INTERVAL 3 MONTH AS DATE) <= observation.observed_until
),
then_running AS (
    SELECT
        ended.ended_key,
        max(CASE
            WHEN running.part = 'path' OR (running.part = 'outcome' AND running.service_code <> $open_job) THEN 1
            ELSE 0
        END) AS in_service,
        max(CASE WHEN running.service_code = $jobseeker THEN 1 ELSE 0 END) AS unemployed
    FROM ended
    JOIN period AS running
        ON running.person_key = ended.person_key
        AND running.started_on <= ended.checked_on
        AND (running.ended_on IS NULL OR running.ended_on >= ended.checked_on)
    GROUP BY ended.ended_key
)
SELECT
    ended.service_code,
    ended.ended_on,
    ended.municipality_code,
    ended.unit_code,
    count(*) AS ended_count,
    coalesce(sum(then_running.in_service), 0)::BIGINT AS in_service_count,
    coalesce(sum(then_running.unemployed), 0)::BIGINT AS unemployed_count,
    (SELECT count(*) FROM period WHERE service_code = $jobseeker) > 0 AS has_jobseekers
FROM ended
LEFT JOIN then_running ON then_running.ended_key = ended.ended_key
GROUP BY ended.service_code, ended.ended_on, ended.municipality_code, ended.unit_code
ORDER BY ended.service_code, ended.ended_on, ended.municipality_code, ended.unit_code;
