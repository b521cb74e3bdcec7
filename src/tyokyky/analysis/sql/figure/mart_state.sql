-- What the mart is: its observation end, whether it is synthetic, which register revision it shows.
-- Grain: one row.
SELECT
    build_setting.revision,
    build_setting.as_of_batch,
    build_setting.method_version,
    build_setting.built_at,
    build_setting.synthetic OR coalesce((SELECT bool_or(synthetic) FROM batch WHERE state = 'accepted'), FALSE) AS synthetic,
    observation.observed_until,
    (SELECT count(*) FROM period) = 0 AS is_empty
FROM build_setting
CROSS JOIN observation;
