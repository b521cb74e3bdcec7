-- How often two coders say the same of a theme, over the comments that both have coded, by their latest acts.
-- Grain: pair of coders (in the order of their names) x theme that either has used for such a comment. Units: comments.
WITH numbered AS (
    SELECT
        coding_id, controller, response_id, question, coder,
        row_number() OVER (PARTITION BY controller, response_id, question, coder ORDER BY coding_id DESC) AS from_latest
    FROM theme_coding
),
latest AS (
    SELECT coding_id, controller, response_id, question, coder FROM numbered WHERE from_latest = 1
),
pair AS (
    SELECT first.coder AS first_coder, second.coder AS second_coder, first.coding_id AS first_id, second.coding_id AS second_id
    FROM latest AS first
    JOIN latest AS second
        ON second.controller = first.controller
        AND second.response_id = first.response_id
        AND second.question = first.question
        AND second.coder > first.coder
),
compared AS (
    SELECT first_coder, second_coder, count(*) AS comment_count FROM pair GROUP BY first_coder, second_coder
),
used AS (
    SELECT DISTINCT pair.first_coder, pair.second_coder, theme_mark.theme_id
    FROM pair
    JOIN theme_mark ON theme_mark.coding_id = pair.first_id OR theme_mark.coding_id = pair.second_id
),
marked AS (
    SELECT
        used.first_coder, used.second_coder, used.theme_id,
        first_mark.coding_id IS NOT NULL AS by_first,
        second_mark.coding_id IS NOT NULL AS by_second
    FROM used
    JOIN pair ON pair.first_coder = used.first_coder AND pair.second_coder = used.second_coder
    LEFT JOIN theme_mark AS first_mark
        ON first_mark.coding_id = pair.first_id AND first_mark.theme_id = used.theme_id
    LEFT JOIN theme_mark AS second_mark
        ON second_mark.coding_id = pair.second_id AND second_mark.theme_id = used.theme_id
)
SELECT
    marked.first_coder,
    marked.second_coder,
    marked.theme_id,
    compared.comment_count,
    count(*) FILTER (WHERE by_first AND by_second) AS both_count,
    count(*) FILTER (WHERE by_first AND NOT by_second) AS first_only_count,
    count(*) FILTER (WHERE by_second AND NOT by_first) AS second_only_count
FROM marked
JOIN compared ON compared.first_coder = marked.first_coder AND compared.second_coder = marked.second_coder
GROUP BY marked.first_coder, marked.second_coder, marked.theme_id, compared.comment_count
ORDER BY marked.first_coder, marked.second_coder, marked.theme_id;
