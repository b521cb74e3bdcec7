-- Spells: unbroken stays in a service (definitions, section 2).
-- Grain: spell. Units: days. Planned end, unit, municipality, end reason and handover come from the last-ending period
-- (open counts as last; ties: latest start, then highest period id). Part, rank and tolerance are those of its first day.
-- An end after the observation end is no end yet: the spell is open. A municipality that no period tells is the client's.
CREATE TABLE spell AS
WITH ordered AS (
    SELECT
        period_in_spell.*,
        row_number() OVER (
            PARTITION BY person_key, service_code, spell_number
            ORDER BY coalesce(ended_on, DATE '9999-12-31') DESC, started_on DESC, period_order DESC
        ) AS from_last
    FROM period_in_spell
),
chained AS (
    SELECT
        person_key,
        service_code,
        spell_number,
        count(*)::INTEGER AS period_count,
        min(started_on) AS started_on,
        max(CASE WHEN from_last = 1 THEN ended_on END) AS ended_on,
        max(CASE WHEN from_last = 1 THEN planned_end_on END) AS planned_end_on,
        max(CASE WHEN from_last = 1 THEN unit_code END) AS unit_code,
        max(CASE WHEN from_last = 1 THEN municipality_code END) AS municipality_code,
        max(CASE WHEN from_last = 1 THEN handover END) AS handover,
        max(CASE WHEN from_last = 1 THEN end_reason_group END) AS end_reason_group,
        max(CASE WHEN opens_spell = 1 THEN part END) AS part,
        max(CASE WHEN opens_spell = 1 THEN service_rank END) AS service_rank,
        max(CASE WHEN opens_spell = 1 THEN chain_gap_days END) AS chain_gap_days,
        max(CASE WHEN opens_spell = 1 THEN usual_next_controller END) AS usual_next_controller
    FROM ordered
    GROUP BY person_key, service_code, spell_number
)
SELECT
    row_number() OVER (ORDER BY chained.person_key, chained.started_on, chained.service_code)::INTEGER AS spell_key,
    chained.person_key,
    person.link_group,
    chained.service_code,
    chained.part,
    chained.service_rank,
    chained.chain_gap_days,
    chained.usual_next_controller,
    chained.period_count,
    chained.started_on,
    CASE WHEN chained.ended_on <= observation.observed_until THEN chained.ended_on END AS ended_on,
    chained.planned_end_on,
    chained.unit_code,
    coalesce(chained.municipality_code, person.municipality_code) AS municipality_code,
    chained.handover,
    chained.end_reason_group,
    TRUE AS in_scope -- a mart is of the whole area; see within_scope
FROM chained
JOIN person USING (person_key)
CROSS JOIN observation;
