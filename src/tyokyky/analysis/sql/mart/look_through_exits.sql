-- What the chaining tolerance decides, as the mart itself has it, seen in the mart beside. Grain: that of each table.
CREATE VIEW spell AS SELECT * FROM mart.spell;
CREATE VIEW path_spell AS SELECT * FROM mart.path_spell;
CREATE VIEW answered_day AS SELECT * FROM mart.answered_day;
CREATE VIEW active_quarter AS SELECT * FROM mart.active_quarter;
CREATE VIEW leaving_moment AS SELECT * FROM mart.leaving_moment;
CREATE VIEW service_exit AS SELECT * FROM mart.service_exit;
CREATE VIEW click_exit AS SELECT * FROM mart.click_exit;
CREATE VIEW visible_service AS SELECT * FROM mart.visible_service;
CREATE VIEW known_code AS SELECT * FROM mart.known_code;
CREATE VIEW path_step AS SELECT * FROM mart.path_step;
CREATE VIEW referral_start AS SELECT * FROM mart.referral_start;
CREATE VIEW service_step AS SELECT * FROM mart.service_step;
CREATE VIEW service_path AS SELECT * FROM mart.service_path;
