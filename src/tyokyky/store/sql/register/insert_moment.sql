-- Stores the rows of a delivery that are new or changed. Reads the frame `incoming`.
-- Grain: service moment (palvelutuokio), version.
INSERT INTO moment (
    row_id, batch_id, controller, moment_id, client_id, occurred_at, moment_code, service_code, touchpoint, channel,
    attended, participation_level, plane, critical, meaning
)
SELECT
    row_id, batch_id, controller, moment_id, client_id, occurred_at, moment_code, service_code, touchpoint, channel,
    attended, participation_level, plane, critical, meaning
FROM incoming;
