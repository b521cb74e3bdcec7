-- Takes single versions out of `client` for good. Reads the frame `doomed` (row_id). Grain: person within a controller, version.
DELETE FROM client WHERE row_id IN (SELECT doomed.row_id FROM doomed);
