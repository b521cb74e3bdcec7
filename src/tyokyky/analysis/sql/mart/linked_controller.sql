-- Controllers whose rows can be seen inside a link group: those that have delivered periods to it.
-- Grain: link group x controller.
CREATE TABLE linked_controller AS
SELECT DISTINCT link_group, controller FROM batch WHERE state = 'accepted' AND table_name = 'period';
