-- Takes out themes whose act of coding is gone. Grain: act x theme.
DELETE FROM theme_mark WHERE coding_id NOT IN (SELECT theme_coding.coding_id FROM theme_coding);
