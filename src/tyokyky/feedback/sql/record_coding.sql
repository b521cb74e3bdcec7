-- Acts of coding: who read which comment, and when. Grain: act.
-- Reads the frame act (coding_id, controller, response_id, question, coder, coded_at in UTC).
INSERT INTO theme_coding
SELECT coding_id, controller, response_id, question, coder, coded_at FROM act ORDER BY coding_id;
