-- The mark by which the access log tells whose path was opened. Grain: one person, at most one row. Parameter: person_key.
SELECT replace(mark::VARCHAR, '-', '') AS mark FROM person_mark WHERE person_key = $person_key;
