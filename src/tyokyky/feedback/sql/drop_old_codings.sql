-- Takes out acts of coding done before a day, with their themes. Grain: act. Parameter: $kept_from.
-- The themes of acts that are gone go after them, by drop_marks_without_coding.
DELETE FROM theme_coding WHERE coded_at < $kept_from::DATE;
