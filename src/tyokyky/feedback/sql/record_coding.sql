-- One act of coding: who read which comment, and when. Grain: act. Gives the act's number.
-- Parameters: $controller, $response_id, $question (of the comment), $coder, $coded_at (UTC).
INSERT INTO theme_coding
VALUES (nextval('coding_id_sequence'), $controller, $response_id, $question, $coder, $coded_at)
RETURNING coding_id;
