-- Observation end (definitions, section 3): after that day we can not know whether something followed.
-- Grain: one row. Units: days. Source: delivery ledger, build_setting.
-- The least, over the sources in use for path, outcome and neutral services, of each source's latest data_as_of;
-- a store's own setting wins. Without periods it is null.
CREATE TABLE observation AS
SELECT
    coalesce(
        (SELECT observed_until_setting FROM build_setting),
        (SELECT min(data_as_of) FROM source_state WHERE in_use AND delivers_periods)
    ) AS observed_until;
