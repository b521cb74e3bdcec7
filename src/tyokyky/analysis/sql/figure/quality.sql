-- Which rules the rows of each delivery met.
-- Grain: delivery x rule. Units: rows. Undone deliveries are left out.
SELECT batch_id AS batch, rule, severity, row_count AS rows
FROM rule_count
ORDER BY batch_id, severity, rule;
