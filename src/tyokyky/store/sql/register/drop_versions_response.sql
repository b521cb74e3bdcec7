-- Takes single versions out of `response` for good. Reads the frame `doomed` (row_id). Grain: answer to one item, version.
DELETE FROM response WHERE row_id IN (SELECT doomed.row_id FROM doomed);
