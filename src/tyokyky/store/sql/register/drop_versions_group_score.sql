-- Takes single versions out of `group_score` for good. Reads the frame `doomed` (row_id). Grain: group's score by one measure, version.
DELETE FROM group_score WHERE row_id IN (SELECT doomed.row_id FROM doomed);
