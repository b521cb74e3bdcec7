-- Response share by quarter (definitions, section 7): of persons with an active spell in the quarter, those with a linked answer
-- about it. Who has not answered anything stands here too: silence is a result.
-- Grain: quarter x breakdown value x level. Units: counts of persons. Quarters: from the first to the last with answers of clients.
-- Parameters: $breakdown (service, municipality, unit, year; anything else = none), $since, $until (days), $service, $municipality,
-- $unit (null = no limit). Places are those of the spell. A quarter that a limit cuts counts only the days within it: it is counted
-- person by person, a whole quarter from its patterns. Source: active_quarter, path_spell, answered_day, answering_day.
WITH answered AS (
    SELECT min(answered_on) AS first_on, max(answered_on) AS last_on
    FROM answering_day
    WHERE
        ($since::DATE IS NULL OR answered_on >= $since::DATE)
        AND ($until::DATE IS NULL OR answered_on <= $until::DATE)
),
opening AS (
    SELECT unnest(generate_series(date_trunc('quarter', first_on), date_trunc('quarter', last_on), INTERVAL 3 MONTH))::DATE AS opens_on
    FROM answered
    WHERE first_on IS NOT NULL
),
quarter AS (
    SELECT
        opens_on,
        year(opens_on)::VARCHAR || 'Q' || quarter(opens_on)::VARCHAR AS quarter,
        CASE WHEN $since::DATE > opens_on THEN $since::DATE ELSE opens_on END AS first_on,
        CASE
            WHEN $until::DATE < (opens_on + INTERVAL 3 MONTH)::DATE THEN $until::DATE
            ELSE (opens_on + INTERVAL 3 MONTH)::DATE - 1
        END AS last_on,
        ($since::DATE IS NULL OR $since::DATE <= opens_on)
        AND ($until::DATE IS NULL OR $until::DATE >= (opens_on + INTERVAL 3 MONTH)::DATE - 1) AS is_whole
    FROM opening
),
pattern AS (
    SELECT
        quarter.quarter,
        CASE $breakdown::VARCHAR
            WHEN 'service' THEN active_quarter.service_code
            WHEN 'municipality' THEN active_quarter.municipality_code
            WHEN 'unit' THEN active_quarter.unit_code
            WHEN 'year' THEN left(quarter.quarter, 4)
            ELSE ''
        END AS breakdown_value,
        active_quarter.pattern_key,
        any_value(active_quarter.person_count) AS person_count,
        bool_or(active_quarter.information) AS information,
        bool_or(active_quarter.action) AS action,
        bool_or(active_quarter.planning) AS planning,
        bool_or(active_quarter.decision) AS decision,
        bool_or(active_quarter.evaluation) AS evaluation
    FROM active_quarter
    JOIN quarter ON quarter.opens_on = active_quarter.opens_on
    WHERE
        quarter.is_whole
        AND ($service::VARCHAR IS NULL OR active_quarter.service_code = $service::VARCHAR)
        AND ($municipality::VARCHAR IS NULL OR active_quarter.municipality_code = $municipality::VARCHAR)
        AND ($unit::VARCHAR IS NULL OR active_quarter.unit_code = $unit::VARCHAR)
    GROUP BY ALL
),
active AS (
    SELECT
        path_spell.spell_key,
        path_spell.person_key,
        quarter.quarter,
        quarter.first_on,
        quarter.last_on,
        CASE $breakdown::VARCHAR
            WHEN 'service' THEN path_spell.service_code
            WHEN 'municipality' THEN coalesce(path_spell.municipality_code, 'unknown')
            WHEN 'unit' THEN coalesce(path_spell.unit_code, 'unknown')
            WHEN 'year' THEN left(quarter.quarter, 4)
            ELSE ''
        END AS breakdown_value
    FROM path_spell
    JOIN quarter ON path_spell.started_on <= quarter.last_on AND path_spell.last_day >= quarter.first_on
    WHERE
        NOT quarter.is_whole
        AND path_spell.started_on <= path_spell.last_day
        AND ($service::VARCHAR IS NULL OR path_spell.service_code = $service::VARCHAR)
        AND ($municipality::VARCHAR IS NULL OR coalesce(path_spell.municipality_code, 'unknown') = $municipality::VARCHAR)
        AND ($unit::VARCHAR IS NULL OR coalesce(path_spell.unit_code, 'unknown') = $unit::VARCHAR)
),
base AS (
    SELECT quarter, breakdown_value, sum(person_count)::BIGINT AS active_person_count FROM pattern GROUP BY ALL
    UNION ALL
    SELECT quarter, breakdown_value, count(DISTINCT person_key) FROM active GROUP BY ALL
),
level AS (
    SELECT * FROM (VALUES ('information'), ('action'), ('planning'), ('decision'), ('evaluation')) AS named (participation_level)
),
with_answer AS (
    SELECT
        pattern.quarter,
        pattern.breakdown_value,
        level.participation_level,
        sum(pattern.person_count)::BIGINT AS answered_count
    FROM pattern
    JOIN level ON CASE level.participation_level
        WHEN 'information' THEN pattern.information
        WHEN 'action' THEN pattern.action
        WHEN 'planning' THEN pattern.planning
        WHEN 'decision' THEN pattern.decision
        ELSE pattern.evaluation
    END
    GROUP BY ALL
    UNION ALL
    SELECT
        active.quarter,
        active.breakdown_value,
        answered_day.participation_level,
        count(DISTINCT active.person_key)
    FROM active
    JOIN answered_day ON
        answered_day.spell_key = active.spell_key AND answered_day.answered_on BETWEEN active.first_on AND active.last_on
    GROUP BY ALL
)
SELECT
    level.participation_level,
    base.breakdown_value,
    base.quarter,
    coalesce(with_answer.answered_count, 0)::BIGINT AS answered_count,
    base.active_person_count
FROM base
CROSS JOIN level
LEFT JOIN with_answer
    ON with_answer.quarter = base.quarter
    AND with_answer.breakdown_value = base.breakdown_value
    AND with_answer.participation_level = level.participation_level
ORDER BY base.quarter, base.breakdown_value, level.participation_level;
