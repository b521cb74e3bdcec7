-- A part of the area as a store of its own: what happened in its municipalities and units, and whose it was.
-- Grain: that of each table. Source: whole (the whole area's tables), coverage (one row: municipalities and units, lists
-- of codes; null = all of them).
-- Rows that figures count stand here when their own place is covered; one that tells no place is outside every part.
-- covered_person: with anything in the part. Of them the whole history is here (period, spell, moment, and the paths), since
-- what follows a stay decides how it went, wherever it was; in_scope marks the stays that are the part's own.
CREATE MACRO is_covered(municipality, unit, municipalities, units) AS
    (municipalities IS NULL OR list_contains(municipalities, municipality)) AND (units IS NULL OR list_contains(units, unit));
CREATE TABLE path_entry_count AS
SELECT path_entry_count.*
FROM whole.path_entry_count
CROSS JOIN coverage
WHERE is_covered(municipality_code, unit_code, coverage.municipalities, coverage.units)
ORDER BY ALL;
CREATE TABLE path_place AS
SELECT path_place.*
FROM whole.path_place
CROSS JOIN coverage
WHERE is_covered(municipality_code, unit_code, coverage.municipalities, coverage.units)
ORDER BY place_key;
CREATE TABLE placed_entry AS
SELECT * FROM whole.placed_entry SEMI JOIN path_place USING (place_key) ORDER BY path_started_on, person_key;
CREATE TABLE referral_start AS
SELECT referral_start.*
FROM whole.referral_start
CROSS JOIN coverage
WHERE is_covered(municipality_code, unit_code, coverage.municipalities, coverage.units)
ORDER BY to_service_code, referral_key;
CREATE TABLE moment_step AS
SELECT moment_step.*
FROM whole.moment_step
CROSS JOIN coverage
WHERE is_covered(municipality_code::VARCHAR, unit_code, coverage.municipalities, coverage.units)
ORDER BY person_key, step_order;
CREATE TABLE covered_person AS
SELECT person_key FROM placed_entry
UNION
SELECT person_key FROM referral_start
UNION
SELECT person_key FROM moment_step
UNION
SELECT person_key
FROM whole.period
CROSS JOIN coverage
WHERE is_covered(municipality_code, unit_code, coverage.municipalities, coverage.units)
UNION
SELECT person_key
FROM whole.spell
CROSS JOIN coverage
WHERE is_covered(municipality_code, unit_code, coverage.municipalities, coverage.units);
CREATE TABLE period AS
SELECT
    period.* EXCLUDE (in_scope),
    coalesce(is_covered(municipality_code, unit_code, coverage.municipalities, coverage.units), FALSE) AS in_scope
FROM whole.period
CROSS JOIN coverage
SEMI JOIN covered_person USING (person_key)
ORDER BY person_key, service_code, started_on, period_order;
CREATE TABLE spell AS
SELECT
    spell.* EXCLUDE (in_scope),
    coalesce(is_covered(municipality_code, unit_code, coverage.municipalities, coverage.units), FALSE) AS in_scope
FROM whole.spell
CROSS JOIN coverage
SEMI JOIN covered_person USING (person_key)
ORDER BY person_key, started_on, service_rank, service_code, spell_key;
CREATE TABLE moment AS
SELECT * FROM whole.moment SEMI JOIN covered_person USING (person_key) ORDER BY person_key, moment_order;
CREATE TABLE month_run AS
SELECT * FROM whole.month_run SEMI JOIN path_place USING (place_key) ORDER BY ALL;
CREATE TABLE path_spell AS
SELECT path_spell.*
FROM whole.path_spell
CROSS JOIN coverage
WHERE is_covered(municipality_code, unit_code, coverage.municipalities, coverage.units)
ORDER BY service_code, spell_key;
CREATE TABLE answered_day AS
SELECT * FROM whole.answered_day SEMI JOIN path_spell USING (spell_key) ORDER BY spell_key;
CREATE TABLE service_exit AS
SELECT service_exit.*
FROM whole.service_exit
CROSS JOIN coverage
WHERE is_covered(municipality_code, unit_code, coverage.municipalities, coverage.units)
ORDER BY service_code, person_key, ended_on;
CREATE TABLE leaving_moment AS
SELECT * FROM whole.leaving_moment SEMI JOIN service_exit USING (exit_key) ORDER BY exit_key;
CREATE TABLE click_exit AS
SELECT click_exit.*
FROM whole.click_exit
CROSS JOIN coverage
WHERE is_covered(municipality_code::VARCHAR, unit_code::VARCHAR, coverage.municipalities, coverage.units)
ORDER BY exit_key;
CREATE TABLE path_step AS
SELECT path_step.*
FROM whole.path_step
CROSS JOIN coverage
WHERE is_covered(municipality_code, unit_code, coverage.municipalities, coverage.units)
ORDER BY service_code, spell_key;
CREATE TABLE service_step AS
SELECT service_step.*
FROM whole.service_step
CROSS JOIN coverage
WHERE is_covered(municipality_code::VARCHAR, unit_code::VARCHAR, coverage.municipalities, coverage.units)
ORDER BY person_key, step_order;
CREATE TABLE service_path AS
SELECT * FROM whole.service_path SEMI JOIN service_step USING (person_key) ORDER BY person_key;
CREATE TABLE moment_path AS
SELECT * FROM whole.moment_path SEMI JOIN moment_step USING (person_key) ORDER BY person_key;
CREATE TABLE feedback_form AS
SELECT feedback_form.*
FROM whole.feedback_form
CROSS JOIN coverage
WHERE is_covered(municipality_code, unit_code, coverage.municipalities, coverage.units)
ORDER BY answered_on, response_key, participation_level;
CREATE TABLE feedback_cell AS
SELECT feedback_cell.*
FROM whole.feedback_cell
CROSS JOIN coverage
WHERE is_covered(municipality_code, unit_code, coverage.municipalities, coverage.units)
ORDER BY ALL;
-- A pattern's persons are as many in the part: every one of them has its places that are covered.
CREATE TABLE active_quarter AS
SELECT active_quarter.*
FROM whole.active_quarter
CROSS JOIN coverage
WHERE is_covered(municipality_code, unit_code, coverage.municipalities, coverage.units)
ORDER BY pattern_key, service_code, municipality_code, unit_code;
CREATE TABLE comment AS
SELECT comment.*
FROM whole.comment
CROSS JOIN coverage
WHERE is_covered(municipality_code, unit_code, coverage.municipalities, coverage.units)
ORDER BY comment_key;
-- What is no person's: the days and sources of the deliveries, code lists, plans.
CREATE TABLE build_setting AS SELECT * FROM whole.build_setting;
CREATE TABLE observation AS SELECT * FROM whole.observation;
CREATE TABLE source_state AS SELECT * FROM whole.source_state;
CREATE TABLE linked_controller AS SELECT * FROM whole.linked_controller;
CREATE TABLE batch AS SELECT * FROM whole.batch;
CREATE TABLE code_name AS SELECT * FROM whole.code_name;
CREATE TABLE service AS SELECT * FROM whole.service;
CREATE TABLE known_code AS SELECT * FROM whole.known_code;
CREATE TABLE visible_service AS SELECT * FROM whole.visible_service;
CREATE TABLE known_month AS SELECT * FROM whole.known_month;
CREATE TABLE answering_day AS SELECT * FROM whole.answering_day;
CREATE TABLE trend_change AS SELECT * FROM whole.trend_change;
CREATE TABLE trend_target AS SELECT * FROM whole.trend_target;
