-- Takes single versions out of `period` for good. Reads the frame `doomed` (row_id). Grain: register period, version.
DELETE FROM period WHERE row_id IN (SELECT doomed.row_id FROM doomed);
