-- The exits once more, as small as a click can ask of them: every code is one byte or two of one common list.
-- Grain: exit. Units: days. Source: service_exit.
CREATE TYPE exit_code AS ENUM (
    SELECT DISTINCT code
    FROM (
        SELECT unnest([
            service_code, successor_service_code, unit_code, municipality_code, exit_year, exit_quarter, age_band, gender,
            handover, end_reason_group, experience_information, experience_action, experience_planning, experience_decision,
            experience_evaluation, evidence_information, evidence_action, evidence_planning, evidence_decision,
            evidence_evaluation
        ]) AS code
        FROM service_exit
        UNION ALL
        SELECT '' AS code
    )
    WHERE code IS NOT NULL
    ORDER BY code
);
CREATE TABLE click_exit AS
SELECT
    exit_key,
    person_key,
    service_code::exit_code AS service_code,
    ended_on,
    period_count,
    exits_of_person,
    -- Windows end within 366 days: whatever is longer is long enough.
    least(follow_up_days, 10000)::SMALLINT AS follow_up_days,
    least(time_days, 10000)::SMALLINT AS time_days,
    is_followed,
    is_linked,
    in_estimate,
    may_be_renewed,
    successor_service_code::exit_code AS successor_service_code,
    unit_code::exit_code AS unit_code,
    municipality_code::exit_code AS municipality_code,
    exit_year::exit_code AS exit_year,
    exit_quarter::exit_code AS exit_quarter,
    age_band::exit_code AS age_band,
    gender::exit_code AS gender,
    handover::exit_code AS handover,
    end_reason_group::exit_code AS end_reason_group,
    experience_information::exit_code AS experience_information,
    experience_action::exit_code AS experience_action,
    experience_planning::exit_code AS experience_planning,
    experience_decision::exit_code AS experience_decision,
    experience_evaluation::exit_code AS experience_evaluation,
    evidence_information::exit_code AS evidence_information,
    evidence_action::exit_code AS evidence_action,
    evidence_planning::exit_code AS evidence_planning,
    evidence_decision::exit_code AS evidence_decision,
    evidence_evaluation::exit_code AS evidence_evaluation
FROM service_exit;
