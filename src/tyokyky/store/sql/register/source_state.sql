-- Sources that have delivered, with how far each reaches (definitions, section 3).
-- Grain: source. Parameter: $as_of_batch (null = all). in_use: in use for path, outcome or neutral services, as its newest
-- delivery of periods says.
WITH live AS (
    SELECT * FROM batch WHERE state = 'accepted' AND ($as_of_batch::BIGINT IS NULL OR batch_id <= $as_of_batch::BIGINT)
)
SELECT
    source,
    max(controller) AS controller,
    max(link_group) AS link_group,
    -- How far its periods reach: an answer or a client told of later says nothing of what followed whom.
    coalesce(max(data_as_of) FILTER (WHERE table_name = 'period'), max(data_as_of)) AS data_as_of,
    min(covered_from) AS covered_from,
    count(*) FILTER (WHERE table_name = 'period') > 0 AS delivers_periods,
    coalesce(max_by(in_use_for, batch_id) FILTER (WHERE table_name = 'period'), '') <> '' AS in_use
FROM live
GROUP BY source
ORDER BY source;
