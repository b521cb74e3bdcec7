-- How many rows met each rule, per delivery that holds.
-- Grain: delivery x rule. Parameter: $as_of_batch (null = all).
SELECT rule_count.batch_id, rule_count.rule, rule_count.severity, rule_count.row_count
FROM rule_count
JOIN batch USING (batch_id)
WHERE batch.state = 'accepted' AND ($as_of_batch::BIGINT IS NULL OR batch.batch_id <= $as_of_batch::BIGINT)
ORDER BY rule_count.batch_id, rule_count.severity, rule_count.rule;
