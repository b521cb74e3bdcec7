-- How many acts of coding were done before a day. Grain: one row. Parameter: $kept_from.
SELECT count(*)::BIGINT AS coding_count FROM theme_coding WHERE coded_at < $kept_from::DATE;
