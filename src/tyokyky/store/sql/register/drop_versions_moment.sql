-- Takes single versions out of `moment` for good. Reads the frame `doomed` (row_id). Grain: service moment, version.
DELETE FROM moment WHERE row_id IN (SELECT doomed.row_id FROM doomed);
