-- Number of a new service path. Grain: one row.
SELECT nextval('service_path_id_sequence') AS path_id;
