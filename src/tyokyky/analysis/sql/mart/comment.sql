-- Open comments that hold and are not expired, with what is known of the response they were given in; no person.
-- controller, response_id and question are what a coding knows its comment by; they leave reporting for no screen.
-- Grain: open comment. What the response told stands in each of its items: the first by item_id is taken. Null where the
-- comment came without a response.
CREATE TABLE comment AS
WITH first_answer AS (
    SELECT
        controller, response_id, service_code, unit_code, municipality_code, channel, respondent, phase, answered_on,
        row_number() OVER (PARTITION BY controller, response_id ORDER BY item_id) AS from_first
    FROM live_response
)
SELECT
    (row_number() OVER (ORDER BY live_comment.row_id))::INTEGER AS comment_key,
    live_comment.controller,
    live_comment.response_id,
    first_answer.service_code,
    first_answer.unit_code,
    first_answer.municipality_code,
    first_answer.channel,
    first_answer.respondent,
    first_answer.phase,
    first_answer.answered_on,
    nullif(live_comment.question, '') AS question,
    live_comment.text
FROM live_comment
LEFT JOIN first_answer
    ON first_answer.controller = live_comment.controller
    AND first_answer.response_id = live_comment.response_id
    AND first_answer.from_first = 1
ORDER BY comment_key;
