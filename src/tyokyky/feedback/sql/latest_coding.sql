-- What each coder says now of each comment: the latest act, with its themes.
-- Grain: comment x coder x theme; one row with theme_id null where the coder sees no theme. Units: coded_at in UTC.
WITH numbered AS (
    SELECT
        coding_id, controller, response_id, question, coder, coded_at,
        row_number() OVER (PARTITION BY controller, response_id, question, coder ORDER BY coding_id DESC) AS from_latest
    FROM theme_coding
)
SELECT
    numbered.controller, numbered.response_id, numbered.question, numbered.coder, numbered.coding_id, numbered.coded_at,
    theme_mark.theme_id
FROM numbered
LEFT JOIN theme_mark USING (coding_id)
WHERE numbered.from_latest = 1
ORDER BY numbered.coding_id, theme_mark.theme_id;
