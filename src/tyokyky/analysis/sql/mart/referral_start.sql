-- At the door (definitions, section 6): what each referral came to, with all a click may ask of it.
-- Grain: referral. Units: days from the day of the referral, which is day 0. started_days: to the first spell of the referred
-- service on or after it, 0 where one runs. other_days: to the first other spell that begins then and counts as something
-- following, except of the referring service. A start wins the day that it shares with something else.
-- is_linked: somebody of the link group has a period of the referred service; else its register is not joined.
CREATE TABLE referral_start AS
WITH seen_service AS (
    SELECT DISTINCT person.link_group, period.service_code
    FROM period
    JOIN person USING (person_key)
),
started AS (
    SELECT
        referral.referral_key,
        min(
            CASE WHEN spell.started_on > referral.referred_on THEN spell.started_on - referral.referred_on ELSE 0 END
        ) AS started_days
    FROM referral
    JOIN spell
        ON spell.person_key = referral.person_key
        AND spell.service_code = referral.to_service_code
        AND (spell.ended_on IS NULL OR spell.ended_on >= referral.referred_on)
    CROSS JOIN observation
    WHERE spell.started_on <= observation.observed_until AND referral.referred_on <= observation.observed_until
    GROUP BY referral.referral_key
),
other AS (
    SELECT referral.referral_key, min(spell.started_on - referral.referred_on) AS other_days
    FROM referral
    JOIN spell
        ON spell.person_key = referral.person_key
        AND spell.part IN ('path', 'outcome', 'neutral')
        AND spell.service_code <> referral.to_service_code
        AND spell.service_code IS DISTINCT FROM referral.from_service_code
        AND spell.started_on >= referral.referred_on
    CROSS JOIN observation
    WHERE spell.started_on <= observation.observed_until
    GROUP BY referral.referral_key
)
SELECT
    referral.referral_key,
    referral.person_key,
    coalesce(referral.from_service_code, 'unknown') AS from_service_code,
    referral.to_service_code,
    referral.referred_on,
    observation.observed_until - referral.referred_on AS follow_up_days,
    CASE
        WHEN started.started_days IS NULL AND other.other_days IS NULL THEN ''
        WHEN other.other_days IS NULL OR started.started_days <= other.other_days THEN 'started'
        ELSE 'other'
    END AS came,
    least(started.started_days, other.other_days) AS came_days,
    seen_service.service_code IS NOT NULL AS is_linked,
    coalesce(referral.unit_code, 'unknown') AS unit_code,
    coalesce(referral.municipality_code, 'unknown') AS municipality_code,
    CAST(year(referral.referred_on) AS VARCHAR) AS referral_year,
    CAST(year(referral.referred_on) AS VARCHAR) || 'Q' || CAST(quarter(referral.referred_on) AS VARCHAR) AS referral_quarter,
    CASE
        WHEN person.birth_year IS NULL THEN 'unknown'
        WHEN year(referral.referred_on) - person.birth_year <= 24 THEN '-24'
        WHEN year(referral.referred_on) - person.birth_year <= 34 THEN '25-34'
        WHEN year(referral.referred_on) - person.birth_year <= 44 THEN '35-44'
        WHEN year(referral.referred_on) - person.birth_year <= 54 THEN '45-54'
        ELSE '55+'
    END AS age_band,
    coalesce(person.gender, 'unknown') AS gender
FROM referral
CROSS JOIN observation
JOIN person USING (person_key)
LEFT JOIN started USING (referral_key)
LEFT JOIN other USING (referral_key)
LEFT JOIN seen_service
    ON seen_service.link_group = referral.link_group
    AND seen_service.service_code = referral.to_service_code
WHERE observation.observed_until IS NOT NULL
ORDER BY referral.to_service_code, referral.referral_key;
