-- Ids of the pseudonym keys that the deliveries that hold were made with. Grain: key.
SELECT DISTINCT key_id FROM batch WHERE state = 'accepted' ORDER BY key_id;
