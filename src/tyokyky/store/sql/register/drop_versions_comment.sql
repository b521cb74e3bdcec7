-- Takes single versions out of `comment` for good. Reads the frame `doomed` (row_id). Grain: open comment, version.
DELETE FROM comment WHERE row_id IN (SELECT doomed.row_id FROM doomed);
