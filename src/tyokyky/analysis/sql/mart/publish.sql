-- What the mart keeps: surrogate keys only, nothing that came from an identifier. Grain: that of each table.
CREATE TABLE mart.build_setting AS SELECT * FROM build_setting;
CREATE TABLE mart.observation AS SELECT * FROM observation;
CREATE TABLE mart.source_state AS SELECT * FROM source_state;
CREATE TABLE mart.linked_controller AS SELECT * FROM linked_controller;
CREATE TABLE mart.batch AS
SELECT batch_id, source, table_name, data_as_of, state, synthetic, rows_in, accepted_count, quarantined_count, unchanged_count, warning_count FROM batch;
CREATE TABLE mart.rule_count AS SELECT * FROM rule_count;
CREATE TABLE mart.code_name AS SELECT * FROM code_name;
CREATE TABLE mart.service AS SELECT * FROM service;
CREATE TABLE mart.person AS
SELECT person_key, link_group, birth_year, gender, municipality_code FROM person ORDER BY person_key;
CREATE TABLE mart.period AS
SELECT * FROM period; -- already in the order of person, service and start
CREATE TABLE mart.answer AS SELECT * FROM answer;
CREATE TABLE mart.comment AS SELECT * FROM comment ORDER BY comment_key;
CREATE TABLE mart.feedback_form AS SELECT * FROM feedback_form;
CREATE TABLE mart.feedback_cell AS SELECT * FROM feedback_cell;
CREATE TABLE mart.active_quarter AS SELECT * FROM active_quarter;
CREATE TABLE mart.answering_day AS SELECT * FROM answering_day;
CREATE TABLE mart.level_moment AS SELECT * FROM level_moment;
CREATE TABLE mart.moment AS SELECT * FROM moment; -- already in the order of person and moment
CREATE TABLE mart.spell AS SELECT * FROM spell ORDER BY person_key, started_on, service_rank, service_code, spell_key;
CREATE TABLE mart.unit_quarter_feedback AS
SELECT * FROM unit_quarter_feedback ORDER BY service_code, unit_code, participation_level, exit_quarter;
CREATE TABLE mart.path_spell AS SELECT * FROM path_spell ORDER BY service_code, spell_key;
CREATE TABLE mart.spell_place AS SELECT * FROM spell_place;
CREATE TABLE mart.answered_day AS SELECT * FROM answered_day ORDER BY spell_key;
CREATE TABLE mart.service_exit AS SELECT * FROM service_exit;
CREATE TABLE mart.click_exit AS SELECT * FROM click_exit;
CREATE TABLE mart.counted_exit AS SELECT * FROM counted_exit;
CREATE TABLE mart.repeated_person_count AS SELECT * FROM repeated_person_count;
CREATE TABLE mart.exit_pair_count AS SELECT * FROM exit_pair_count;
CREATE TABLE mart.level_count AS SELECT * FROM level_count;
CREATE TABLE mart.stratum_count AS SELECT * FROM stratum_count;
CREATE TABLE mart.response_count AS SELECT * FROM response_count;
CREATE TABLE mart.switch_place AS SELECT * FROM switch_place;
CREATE TABLE mart.ended_period_count AS SELECT * FROM ended_period_count;
CREATE TABLE mart.visible_service AS SELECT * FROM visible_service;
CREATE TABLE mart.known_code AS SELECT * FROM known_code;
CREATE TABLE mart.referral AS SELECT * FROM referral; -- already in the order of its key
CREATE TABLE mart.referral_start AS SELECT * FROM referral_start;
CREATE TABLE mart.leaving_moment AS SELECT * FROM leaving_moment;
CREATE TABLE mart.group_score AS SELECT * FROM group_score ORDER BY ALL;
CREATE TABLE mart.trend_change AS SELECT * FROM trend_change ORDER BY service_code, changed_on;
CREATE TABLE mart.trend_target AS SELECT * FROM trend_target ORDER BY service_code;
CREATE TABLE mart.placed_entry AS SELECT * FROM placed_entry ORDER BY path_started_on, person_key;
CREATE TABLE mart.path_entry_count AS SELECT * FROM path_entry_count;
CREATE TABLE mart.path_place AS SELECT * FROM path_place;
CREATE TABLE mart.known_month AS SELECT * FROM known_month;
CREATE TABLE mart.month_run AS SELECT * FROM month_run ORDER BY ALL;
CREATE TABLE mart.month_change AS SELECT * FROM month_change;
CREATE TABLE mart.month_change_whole AS SELECT * FROM month_change_whole;
CREATE TABLE mart.path_step AS SELECT * FROM path_step ORDER BY service_code, spell_key;
CREATE TABLE mart.moment_step AS SELECT * FROM moment_step; -- already in the order of person and step
CREATE TABLE mart.moment_path AS SELECT * FROM moment_path;
CREATE TABLE mart.service_step AS SELECT * FROM service_step;
CREATE TABLE mart.service_path AS SELECT * FROM service_path;
CREATE TABLE mart.moment_flow AS SELECT * FROM moment_flow;
CREATE TABLE mart.moment_variant AS SELECT * FROM moment_variant;
CREATE TABLE mart.service_flow AS SELECT * FROM service_flow;
CREATE TABLE mart.service_variant AS SELECT * FROM service_variant;
