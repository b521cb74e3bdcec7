-- The exits a figure is of, with the value they are broken down by and their time within the window. Every question of a
-- figure reads them by these words, so that all its numbers are of the same exits.
-- Grain: exit. Units: days. Parameters, in order: window in days, breakdown (a Breakdown's name, '' = none), first and last day
-- in the service, service, municipality, unit (null = no limit).
-- day: time cut at the window; an exit that was followed later than the window, or watched beyond it, stands on its last day.
CREATE OR REPLACE TEMP MACRO selected_exit(
    given_window, given_breakdown, given_since, given_until, given_service, given_municipality, given_unit
) AS TABLE
SELECT
    service_code,
    CASE given_breakdown
        WHEN 'municipality' THEN municipality_code
        WHEN 'unit' THEN unit_code
        WHEN 'quarter' THEN exit_quarter
        WHEN 'year' THEN exit_year
        WHEN 'age_band' THEN age_band
        WHEN 'gender' THEN gender
        WHEN 'handover' THEN handover
        WHEN 'end_reason' THEN end_reason_group
        WHEN 'experience:information' THEN experience_information
        WHEN 'experience:action' THEN experience_action
        WHEN 'experience:planning' THEN experience_planning
        WHEN 'experience:decision' THEN experience_decision
        WHEN 'experience:evaluation' THEN experience_evaluation
        WHEN 'evidence:information' THEN evidence_information
        WHEN 'evidence:action' THEN evidence_action
        WHEN 'evidence:planning' THEN evidence_planning
        WHEN 'evidence:decision' THEN evidence_decision
        WHEN 'evidence:evaluation' THEN evidence_evaluation
    END AS breakdown_value,
    exit_key,
    ended_on,
    person_key,
    exits_of_person,
    period_count,
    in_estimate,
    may_be_renewed,
    is_linked,
    successor_service_code,
    unit_code,
    age_band,
    end_reason_group,
    experience_information,
    experience_action,
    experience_planning,
    experience_decision,
    experience_evaluation,
    evidence_information,
    evidence_action,
    evidence_planning,
    evidence_decision,
    evidence_evaluation,
    unit_feedback_information,
    unit_feedback_action,
    unit_feedback_planning,
    unit_feedback_decision,
    unit_feedback_evaluation,
    early_days,
    has_no_show,
    is_followed AND time_days <= given_window AS is_followed_in_window,
    least(time_days, given_window) AS day,
    CASE
        WHEN NOT is_linked THEN 4
        WHEN is_followed AND time_days <= given_window THEN 0
        WHEN follow_up_days >= given_window THEN 1
        WHEN follow_up_days >= 0 THEN 2
        ELSE 3
    END AS outcome
FROM click_exit
WHERE
    (given_since::DATE IS NULL OR ended_on >= given_since::DATE)
    AND (given_until::DATE IS NULL OR ended_on <= given_until::DATE)
    AND (given_service::VARCHAR IS NULL OR service_code = given_service::VARCHAR)
    AND (given_municipality::VARCHAR IS NULL OR municipality_code = given_municipality::VARCHAR)
    AND (given_unit::VARCHAR IS NULL OR unit_code = given_unit::VARCHAR);
