-- Keyed mark of each person, by which the access log tells whose path was opened; nobody can say whose a mark is without the
-- keys. Grain: person within a link group. Parameter: $mark_secret (null: the home has no keys, and nobody has a mark).
-- Kept as a number of 16 bytes: no text of the mart is made of a pseudonym.
CREATE TABLE mart.person_mark AS
SELECT person_key, left(sha256($mark_secret::VARCHAR || client_id), 32)::UUID AS mark
FROM person
WHERE $mark_secret::VARCHAR IS NOT NULL
ORDER BY person_key;
