-- Every delivery's pseudonyms are now those of one key. Grain: delivery. Parameter: $key_id.
UPDATE batch SET key_id = $key_id;
