-- Number of a new entry, whatever its kind. Grain: one row.
SELECT nextval('entry_id_sequence') AS entry_id;
