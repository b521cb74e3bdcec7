-- Exits after which the person came back to the same service by way of another: A, B, A (ADR 0029).
-- Grain: exit whose successor is another service and that a later spell of its own service follows. Units: days.
-- return_days: from the first day without the service to the first day of its next spell.
CREATE TABLE exit_return AS
WITH next_spell AS (
    SELECT
        spell_key,
        lead(started_on) OVER (PARTITION BY person_key, service_code ORDER BY started_on, spell_key) AS returned_on
    FROM spell
    WHERE part = 'path'
)
SELECT
    service_exit.exit_key,
    service_exit.successor_service_code AS via_service_code,
    (next_spell.returned_on - service_exit.ended_on - 1)::BIGINT AS return_days
FROM service_exit
JOIN next_spell ON next_spell.spell_key = service_exit.exit_key
CROSS JOIN observation
WHERE
    service_exit.successor_service_code <> service_exit.service_code
    AND next_spell.returned_on <= observation.observed_until;
