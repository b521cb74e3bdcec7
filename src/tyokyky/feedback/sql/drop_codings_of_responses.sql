-- Takes out every act of coding the comments of some answers. Grain: act. Reads the frame `own_response` (controller,
-- response_id). Its marks go first, by drop_marks_of_responses.
DELETE FROM theme_coding
WHERE coding_id IN (
    SELECT theme_coding.coding_id FROM theme_coding SEMI JOIN own_response USING (controller, response_id)
);
