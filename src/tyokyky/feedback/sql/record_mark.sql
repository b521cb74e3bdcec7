-- Themes that coders see in comments. Grain: act of coding x theme. Reads the frame mark (coding_id, theme_id).
INSERT INTO theme_mark
SELECT coding_id, theme_id FROM mark ORDER BY coding_id, theme_id;
