-- The tolerance that the steps after this one chain by: days in between, or null for each service's own.
-- Grain: one row.
CREATE TABLE chaining AS SELECT $chain_gap_days::INTEGER AS chain_gap_days;
