-- A theme that the coder sees in the comment. Grain: act of coding x theme. Parameters: $coding_id, $theme_id.
INSERT INTO theme_mark VALUES ($coding_id, $theme_id);
