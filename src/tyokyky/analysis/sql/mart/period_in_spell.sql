-- Chaining (definitions, section 2): a period joins the running spell when the days in between are at most the tolerance.
-- Grain: register period. Units: days. Parameter: chaining.chain_gap_days (null: each service's own tolerance).
-- An open period keeps its spell running for good. opens_spell: 1 for the first period of a spell, else 0.
CREATE TABLE period_in_spell AS
WITH running AS (
    SELECT
        period.*,
        coalesce(chaining.chain_gap_days, period.default_chain_gap_days) AS chain_gap_days,
        max(coalesce(period.ended_on, DATE '9999-12-31')) OVER (
            PARTITION BY period.person_key, period.service_code
            ORDER BY period.started_on, period.period_order
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS running_end
    FROM period
    CROSS JOIN chaining
),
marked AS (
    SELECT
        running.*,
        CASE WHEN running_end IS NULL OR started_on - running_end - 1 > chain_gap_days THEN 1 ELSE 0 END AS opens_spell
    FROM running
)
SELECT
    marked.*,
    sum(opens_spell) OVER (
        PARTITION BY person_key, service_code
        ORDER BY started_on, period_order
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )::INTEGER AS spell_number
FROM marked;
