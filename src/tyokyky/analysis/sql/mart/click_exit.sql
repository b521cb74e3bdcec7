-- The exits once more, as small as a click can ask of them: every code is one byte or two of one common list.
-- Grain: exit. Units: days. Source: service_exit, early_sign, exit_return, unit_quarter_feedback. unit_feedback_…: the score band that anonymous clients
-- gave the exit's unit and service on that level in the quarter before; 'no_answers': none, or of fewer than five forms.
-- By last day in the service: what is asked of a year reads the rows of that year alone.
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
        SELECT score_band AS code FROM unit_quarter_feedback
        UNION ALL
        SELECT unnest(['', 'no_answers']) AS code
    )
    WHERE code IS NOT NULL
    ORDER BY code
);
CREATE TABLE click_exit AS
WITH band AS (
    SELECT
        service_code,
        unit_code,
        exit_quarter,
        max(CASE WHEN participation_level = 'information' THEN score_band END) AS information,
        max(CASE WHEN participation_level = 'action' THEN score_band END) AS action,
        max(CASE WHEN participation_level = 'planning' THEN score_band END) AS planning,
        max(CASE WHEN participation_level = 'decision' THEN score_band END) AS decision,
        max(CASE WHEN participation_level = 'evaluation' THEN score_band END) AS evaluation
    FROM unit_quarter_feedback
    GROUP BY service_code, unit_code, exit_quarter
)
SELECT
    service_exit.exit_key,
    person_key,
    service_exit.service_code::exit_code AS service_code,
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
    service_exit.unit_code::exit_code AS unit_code,
    municipality_code::exit_code AS municipality_code,
    exit_year::exit_code AS exit_year,
    service_exit.exit_quarter::exit_code AS exit_quarter,
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
    evidence_evaluation::exit_code AS evidence_evaluation,
    coalesce(band.information, 'no_answers')::exit_code AS unit_feedback_information,
    coalesce(band.action, 'no_answers')::exit_code AS unit_feedback_action,
    coalesce(band.planning, 'no_answers')::exit_code AS unit_feedback_planning,
    coalesce(band.decision, 'no_answers')::exit_code AS unit_feedback_decision,
    coalesce(band.evaluation, 'no_answers')::exit_code AS unit_feedback_evaluation,
    early_sign.early_days,
    early_sign.has_no_show,
    exit_return.via_service_code::exit_code AS via_service_code,
    exit_return.return_days
FROM service_exit
JOIN early_sign ON early_sign.exit_key = service_exit.exit_key
LEFT JOIN exit_return ON exit_return.exit_key = service_exit.exit_key
LEFT JOIN band
    ON band.service_code = service_exit.service_code
    AND band.unit_code = service_exit.unit_code
    AND band.exit_quarter = service_exit.exit_quarter
ORDER BY ended_on, service_exit.exit_key;
