-- How many rows of a delivery met each rule. Reads the frame `counted`. Grain: rule.
INSERT INTO rule_count SELECT $batch_id::INTEGER, rule, severity, row_count FROM counted ORDER BY severity, rule;
