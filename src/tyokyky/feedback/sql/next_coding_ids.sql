-- Numbers for new acts of coding, in the order in which they are given. Grain: act. Parameter: $count (acts).
SELECT nextval('coding_id_sequence') AS coding_id FROM range($count::BIGINT) ORDER BY coding_id;
