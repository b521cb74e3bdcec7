-- Where each person was in each quarter, and on which levels they answered about it: what active_quarter counts.
-- Grain: quarter x person x place (service, municipality, unit of a spell, numbered in quarter_place). levels: information 1, action 2,
-- planning 4, decision 8, evaluation 16, added up. Quarters: from the first to the last with answers of clients.
-- Source: path_spell, answered_day, answering_day.
CREATE TABLE quarter_place AS
WITH place AS (
    SELECT DISTINCT
        service_code,
        coalesce(municipality_code, 'unknown') AS municipality_code,
        coalesce(unit_code, 'unknown') AS unit_code
    FROM path_spell
)
SELECT
    row_number() OVER (ORDER BY service_code, municipality_code, unit_code)::INTEGER AS place_number,
    service_code,
    municipality_code,
    unit_code
FROM place
ORDER BY place_number;

CREATE TABLE person_quarter AS
WITH answered AS (
    SELECT min(answered_on) AS first_on, max(answered_on) AS last_on FROM answering_day
),
opening AS (
    SELECT unnest(generate_series(date_trunc('quarter', first_on), date_trunc('quarter', last_on), INTERVAL 3 MONTH))::DATE AS opens_on
    FROM answered
    WHERE first_on IS NOT NULL
),
quarter AS (
    SELECT opens_on, (opens_on + INTERVAL 3 MONTH)::DATE - 1 AS closes_on FROM opening
),
said AS (
    SELECT
        spell_key,
        date_trunc('quarter', answered_on)::DATE AS opens_on,
        bit_or(CASE participation_level
            WHEN 'information' THEN 1
            WHEN 'action' THEN 2
            WHEN 'planning' THEN 4
            WHEN 'decision' THEN 8
            WHEN 'evaluation' THEN 16
        END)::INTEGER AS levels
    FROM answered_day
    GROUP BY spell_key, date_trunc('quarter', answered_on)::DATE
),
placed AS (
    SELECT path_spell.spell_key, path_spell.person_key, path_spell.started_on, path_spell.last_day, quarter_place.place_number
    FROM path_spell
    JOIN quarter_place
        ON quarter_place.service_code = path_spell.service_code
        AND quarter_place.municipality_code = coalesce(path_spell.municipality_code, 'unknown')
        AND quarter_place.unit_code = coalesce(path_spell.unit_code, 'unknown')
    WHERE path_spell.started_on <= path_spell.last_day
)
SELECT
    quarter.opens_on,
    placed.person_key,
    placed.place_number,
    bit_or(coalesce(said.levels, 0)) AS levels
FROM placed
JOIN quarter ON placed.started_on <= quarter.closes_on AND placed.last_day >= quarter.opens_on
LEFT JOIN said ON said.spell_key = placed.spell_key AND said.opens_on = quarter.opens_on
GROUP BY ALL;
