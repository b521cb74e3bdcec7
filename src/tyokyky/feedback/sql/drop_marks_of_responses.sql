-- Takes out the themes seen in the comments of some answers. Grain: act x theme. Reads the frame `own_response` (controller,
-- response_id).
DELETE FROM theme_mark
WHERE coding_id IN (
    SELECT theme_coding.coding_id FROM theme_coding SEMI JOIN own_response USING (controller, response_id)
);
