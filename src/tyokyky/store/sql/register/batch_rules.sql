-- How many rows of one delivery met each rule; kept when it is undone. Grain: rule. Parameter: $batch_id.
SELECT rule, severity, row_count FROM rule_count WHERE batch_id = $batch_id ORDER BY severity, row_count DESC, rule;
