-- Acts of coding the comments of some answers, with the themes seen. Grain: act x theme (null where none was seen).
-- Reads the frame `own_response` (controller, response_id).
SELECT theme_coding.response_id, theme_coding.question, theme_coding.coder, theme_coding.coded_at, theme_mark.theme_id
FROM theme_coding
SEMI JOIN own_response USING (controller, response_id)
LEFT JOIN theme_mark USING (coding_id)
ORDER BY theme_coding.coding_id, theme_mark.theme_id;
