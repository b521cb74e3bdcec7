-- Of the comments that a person has read, how many hold each theme by the latest act on each; and how many wait for a reader.
-- Grain: service x theme x breakdown value, of every service and value with comments and every theme of the codebook or in use.
-- Units: comments (counts). A comment of no known service stands under 'unknown'; kind is 'retired' of a theme that the codebook
-- holds no more. Reads the frames coding (controller, response_id, question, theme_id; null = read and without a theme) and
-- theme (theme_id, kind, place).
-- Parameters: $breakdown (a Key, '' = none), $service, $municipality, $unit ('unknown' = not told), $since, $until (days of
-- answering, inclusive; a comment without a day is then left out); null = no limit.
WITH selected AS (
    SELECT
        controller,
        response_id,
        coalesce(question, '') AS question,
        coalesce(service_code, 'unknown') AS service_code,
        coalesce(
            CASE $breakdown::VARCHAR
                WHEN 'municipality' THEN municipality_code
                WHEN 'unit' THEN unit_code
                WHEN 'channel' THEN channel
                WHEN 'respondent' THEN respondent
                WHEN 'phase' THEN phase
                WHEN 'quarter' THEN CAST(year(answered_on) AS VARCHAR) || 'Q' || CAST(quarter(answered_on) AS VARCHAR)
                WHEN 'year' THEN CAST(year(answered_on) AS VARCHAR)
                ELSE ''
            END,
            'unknown'
        ) AS breakdown_value
    FROM comment
    WHERE
        ($service::VARCHAR IS NULL OR service_code = $service::VARCHAR)
        AND ($municipality::VARCHAR IS NULL OR coalesce(municipality_code, 'unknown') = $municipality::VARCHAR)
        AND ($unit::VARCHAR IS NULL OR coalesce(unit_code, 'unknown') = $unit::VARCHAR)
        AND ($since::DATE IS NULL OR answered_on >= $since::DATE)
        AND ($until::DATE IS NULL OR answered_on <= $until::DATE)
),
read_comment AS (
    SELECT DISTINCT controller, response_id, question FROM coding
),
cell AS (
    SELECT
        selected.service_code,
        selected.breakdown_value,
        count(read_comment.controller) AS comment_count,
        count(*) - count(read_comment.controller) AS unread_count
    FROM selected
    LEFT JOIN read_comment
        ON read_comment.controller = selected.controller
        AND read_comment.response_id = selected.response_id
        AND read_comment.question = selected.question
    GROUP BY selected.service_code, selected.breakdown_value
),
held AS (
    SELECT selected.service_code, selected.breakdown_value, coding.theme_id, count(*) AS theme_count
    FROM selected
    JOIN coding
        ON coding.controller = selected.controller
        AND coding.response_id = selected.response_id
        AND coding.question = selected.question
    WHERE coding.theme_id IS NOT NULL
    GROUP BY selected.service_code, selected.breakdown_value, coding.theme_id
),
known_theme AS (
    SELECT theme_id, kind, place FROM theme
    UNION ALL
    SELECT DISTINCT held.theme_id, 'retired' AS kind, NULL AS place
    FROM held
    LEFT JOIN theme ON theme.theme_id = held.theme_id
    WHERE theme.theme_id IS NULL
)
SELECT
    cell.service_code,
    known_theme.theme_id,
    known_theme.kind,
    cell.breakdown_value,
    coalesce(held.theme_count, 0) AS theme_count,
    cell.comment_count,
    cell.unread_count
FROM cell
CROSS JOIN known_theme
LEFT JOIN held
    ON held.service_code = cell.service_code
    AND held.breakdown_value = cell.breakdown_value
    AND held.theme_id = known_theme.theme_id
ORDER BY
    cell.service_code = 'unknown', cell.service_code, known_theme.place NULLS LAST, known_theme.theme_id,
    cell.breakdown_value = 'unknown', cell.breakdown_value;
