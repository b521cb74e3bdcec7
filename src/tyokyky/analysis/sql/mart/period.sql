-- Register periods with what their service meant on the first day (the code valid on the date wins).
-- Grain: register period. Units: days. Sorted by person, service and start, so that chaining reads in order.
-- period_order ranks the period ids of one person and service: ids may hold a pseudonym and stay behind.
-- A service that no code list knows tells nothing of continuing: background.
CREATE TABLE period AS
SELECT
    person.person_key,
    live_period.service_code,
    live_period.started_on,
    row_number() OVER (
        PARTITION BY person.person_key, live_period.service_code
        ORDER BY live_period.period_id, live_period.row_id
    )::INTEGER AS period_order,
    live_period.ended_on,
    live_period.planned_end_on,
    coalesce(service.part, 'background') AS part,
    coalesce(service.service_rank, 99) AS service_rank,
    coalesce(service.chain_gap_days, 30) AS default_chain_gap_days,
    coalesce(service.usual_next_controller, '') AS usual_next_controller,
    live_period.unit_code,
    live_period.municipality_code,
    live_period.handover,
    coalesce(own_reason.reason_group, any_reason.reason_group, 'unknown') AS end_reason_group,
    TRUE AS in_scope -- a mart is of the whole area; see within_scope
FROM live_period
JOIN person USING (client_id)
LEFT JOIN service
    ON service.code = live_period.service_code
    AND live_period.started_on BETWEEN service.valid_from AND service.valid_until
LEFT JOIN end_reason AS own_reason
    ON own_reason.code = live_period.end_reason_code
    AND own_reason.service_code = live_period.service_code
    AND coalesce(live_period.ended_on, live_period.started_on) BETWEEN own_reason.valid_from AND own_reason.valid_until
LEFT JOIN end_reason AS any_reason
    ON any_reason.code = live_period.end_reason_code
    AND any_reason.service_code = ''
    AND coalesce(live_period.ended_on, live_period.started_on) BETWEEN any_reason.valid_from AND any_reason.valid_until
ORDER BY person.person_key, live_period.service_code, live_period.started_on, period_order;
