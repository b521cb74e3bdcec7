-- What another chaining tolerance leaves as it is, seen in the mart beside. Grain: that of each table.
CREATE VIEW build_setting AS SELECT * FROM mart.build_setting;
CREATE VIEW observation AS SELECT * FROM mart.observation;
CREATE VIEW source_state AS SELECT * FROM mart.source_state;
CREATE VIEW linked_controller AS SELECT * FROM mart.linked_controller;
CREATE VIEW batch AS SELECT * FROM mart.batch;
CREATE VIEW rule_count AS SELECT * FROM mart.rule_count;
CREATE VIEW code_name AS SELECT * FROM mart.code_name;
CREATE VIEW service AS SELECT * FROM mart.service;
CREATE VIEW person AS SELECT * FROM mart.person;
CREATE VIEW period AS SELECT * FROM mart.period;
CREATE VIEW answer AS SELECT * FROM mart.answer;
CREATE VIEW feedback_answer AS SELECT * FROM mart.feedback_answer;
CREATE VIEW moment AS SELECT * FROM mart.moment;
CREATE VIEW level_moment AS SELECT * FROM mart.level_moment;
CREATE VIEW unit_quarter_feedback AS SELECT * FROM mart.unit_quarter_feedback;
CREATE VIEW moment_step AS SELECT * FROM mart.moment_step;
CREATE VIEW moment_path AS SELECT * FROM mart.moment_path;
