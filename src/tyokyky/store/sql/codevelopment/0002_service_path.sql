-- Service paths of personas that teams write, save by save; nothing is ever changed or taken out, so every earlier version stays.
-- Grain of service_path: save of one path. Grain of service_path_step: save x step, in the order of the path.
CREATE TABLE service_path (
    path_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    saved_by VARCHAR NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    title VARCHAR NOT NULL,
    worked_because VARCHAR NOT NULL,
    lacked_because VARCHAR NOT NULL,
    PRIMARY KEY (path_id, version)
);
CREATE TABLE service_path_step (
    path_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    step_number INTEGER NOT NULL,
    stage VARCHAR NOT NULL,
    moment_code VARCHAR NOT NULL,
    touchpoint VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    critical BOOLEAN NOT NULL,
    note VARCHAR NOT NULL,
    PRIMARY KEY (path_id, version, step_number)
);
CREATE SEQUENCE service_path_id_sequence;
