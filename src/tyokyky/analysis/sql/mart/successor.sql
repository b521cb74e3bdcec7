-- What followed each exit (definitions, section 4): the spell of the same person with the smallest gap.
-- Grain: exit that was followed. Units: days. Ties: smaller rank, then later start, then service code.
-- Only spells that began on or before the observation end can have been seen (gap <= follow-up),
-- and an exit on the last observed day has no day on which anything could be seen.
CREATE TABLE successor AS
WITH candidate AS (
    SELECT
        leaving.spell_key AS exit_key,
        following.spell_key AS successor_key,
        row_number() OVER (
            PARTITION BY leaving.spell_key
            ORDER BY
                CASE WHEN following.started_on > leaving.ended_on THEN following.started_on - leaving.ended_on - 1 ELSE 0 END,
                following.service_rank,
                following.started_on DESC,
                following.service_code
        ) AS choice
    FROM spell AS leaving
    JOIN spell AS following
        ON following.person_key = leaving.person_key
        AND following.spell_key <> leaving.spell_key
        AND following.part IN ('path', 'outcome', 'neutral')
        AND (following.ended_on IS NULL OR following.ended_on > leaving.ended_on)
    CROSS JOIN observation
    WHERE
        leaving.part = 'path'
        AND leaving.ended_on < observation.observed_until
        AND following.started_on <= observation.observed_until
)
SELECT
    candidate.exit_key,
    following.spell_key AS successor_key,
    following.service_code AS successor_service_code,
    following.part AS successor_part,
    following.started_on AS successor_started_on
FROM candidate
JOIN spell AS following ON following.spell_key = candidate.successor_key
WHERE candidate.choice = 1;
