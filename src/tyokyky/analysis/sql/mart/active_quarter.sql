-- Who was in a service in a quarter and answered about it, kept so that persons can be counted by any place without looking at a person.
-- Persons with the same places and the same answered levels in a quarter are one pattern: it says how many they are.
-- Grain: quarter x pattern x service x municipality x unit. Units: person_count, the persons of the pattern (the same on each of its
-- rows: count a pattern once). The levels: whether they have a linked answer on it, in the quarter, about that spell.
-- Places are those of the spell. Quarters: from the first to the last with answers of clients.
-- A set of at most four numbers is told by how many they are, the least, the greatest, their sum and the sum of their squares; the few
-- persons with more places in a quarter are patterns of their own.
-- Source: person_quarter, quarter_place.
CREATE TABLE active_quarter AS
WITH person AS (
    SELECT
        opens_on,
        person_key,
        count(*) AS place_count,
        min(32 * place_number + levels) AS least,
        max(32 * place_number + levels) AS greatest,
        sum(32 * place_number + levels)::BIGINT AS total,
        sum((32 * place_number + levels)::BIGINT * (32 * place_number + levels))::BIGINT AS total_of_squares
    FROM person_quarter
    GROUP BY opens_on, person_key
),
pattern AS (
    SELECT opens_on, min(person_key) AS one_of_them, count(*) AS person_count
    FROM person
    GROUP BY
        opens_on,
        place_count,
        least,
        greatest,
        total,
        total_of_squares,
        CASE WHEN place_count > 4 THEN person_key END
),
numbered AS (
    SELECT
        opens_on,
        one_of_them,
        person_count,
        row_number() OVER (ORDER BY opens_on, one_of_them)::INTEGER AS pattern_key
    FROM pattern
)
SELECT
    numbered.pattern_key,
    numbered.opens_on,
    quarter_place.service_code,
    quarter_place.municipality_code,
    quarter_place.unit_code,
    person_quarter.levels & 1 > 0 AS information,
    person_quarter.levels & 2 > 0 AS action,
    person_quarter.levels & 4 > 0 AS planning,
    person_quarter.levels & 8 > 0 AS decision,
    person_quarter.levels & 16 > 0 AS evaluation,
    numbered.person_count
FROM numbered
JOIN person_quarter ON person_quarter.person_key = numbered.one_of_them AND person_quarter.opens_on = numbered.opens_on
JOIN quarter_place ON quarter_place.place_number = person_quarter.place_number
ORDER BY numbered.pattern_key, quarter_place.place_number;
