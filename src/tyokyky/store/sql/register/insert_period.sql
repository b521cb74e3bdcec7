-- Stores the rows of a delivery that are new or changed. Reads the frame `incoming`.
-- Grain: register period, version.
INSERT INTO period (
    row_id, batch_id, controller, period_id, client_id, service_code, started_on, ended_on, planned_end_on,
    end_reason_code, unit_code, municipality_code, handover, professional_role
)
SELECT
    row_id, batch_id, controller, period_id, client_id, service_code, started_on, ended_on, planned_end_on,
    end_reason_code, unit_code, municipality_code, handover, professional_role
FROM incoming;
