-- The register: what was delivered, version by version. Rows are never overwritten; the newest live version of a key holds.
-- Grain, key and columns of each table are listed in store/tables.py.

CREATE TABLE batch (
    batch_id INTEGER PRIMARY KEY,
    source VARCHAR NOT NULL,
    controller VARCHAR NOT NULL,
    link_group VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    file_label VARCHAR NOT NULL,          -- file name with identifiers masked
    file_fingerprint VARCHAR NOT NULL,    -- keyed hash of the bytes: recognises the same file, tells nothing of it
    delivery_kind VARCHAR NOT NULL,       -- full | incremental
    covered_from DATE,
    data_as_of DATE NOT NULL,
    in_use_for VARCHAR NOT NULL,          -- parts whose observation end this source bounds, comma-separated
    key_id VARCHAR NOT NULL,              -- which pseudonym key made the pseudonyms
    synthetic BOOLEAN NOT NULL,
    imported_at TIMESTAMPTZ NOT NULL,
    state VARCHAR NOT NULL,               -- accepted | undone
    undone_at TIMESTAMPTZ,
    rows_in BIGINT NOT NULL,
    accepted_count BIGINT NOT NULL,
    quarantined_count BIGINT NOT NULL,
    unchanged_count BIGINT NOT NULL,
    warning_count BIGINT NOT NULL,
    CHECK (rows_in = accepted_count + quarantined_count + unchanged_count)
);

-- A later delivery's word on a row stored by an earlier one.
CREATE TABLE row_event (
    batch_id INTEGER NOT NULL,
    table_name VARCHAR NOT NULL,
    row_id BIGINT NOT NULL,
    event VARCHAR NOT NULL                -- unchanged: delivered again as it was; closed: missing from a full delivery
);

-- One row per refused row and rule: where and why, never what.
CREATE TABLE quarantine (
    batch_id INTEGER NOT NULL,
    row_number BIGINT NOT NULL,
    rule VARCHAR NOT NULL
);

CREATE TABLE rule_count (
    batch_id INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,            -- error | warning
    row_count BIGINT NOT NULL
);

-- Counts every change of what holds (import, undo), so that a mart knows whether it is up to date.
CREATE TABLE revision (revision BIGINT NOT NULL);
INSERT INTO revision VALUES (0);

CREATE TABLE client (
    row_id BIGINT NOT NULL, batch_id INTEGER NOT NULL, controller VARCHAR NOT NULL,
    client_id VARCHAR NOT NULL, birth_year SMALLINT, gender VARCHAR, municipality_code VARCHAR, language VARCHAR
);
CREATE TABLE period (
    row_id BIGINT NOT NULL, batch_id INTEGER NOT NULL, controller VARCHAR NOT NULL,
    period_id VARCHAR NOT NULL, client_id VARCHAR NOT NULL, service_code VARCHAR NOT NULL,
    started_on DATE NOT NULL, ended_on DATE, planned_end_on DATE, end_reason_code VARCHAR,
    unit_code VARCHAR, municipality_code VARCHAR, handover VARCHAR, professional_role VARCHAR
);
CREATE TABLE moment (
    row_id BIGINT NOT NULL, batch_id INTEGER NOT NULL, controller VARCHAR NOT NULL,
    moment_id VARCHAR NOT NULL, client_id VARCHAR NOT NULL, occurred_at TIMESTAMP NOT NULL, moment_code VARCHAR NOT NULL,
    service_code VARCHAR, touchpoint VARCHAR, channel VARCHAR, attended VARCHAR,
    participation_level VARCHAR, plane VARCHAR, critical BOOLEAN, meaning VARCHAR
);
CREATE TABLE response (
    row_id BIGINT NOT NULL, batch_id INTEGER NOT NULL, controller VARCHAR NOT NULL,
    response_id VARCHAR NOT NULL, item_id VARCHAR NOT NULL, answered_on DATE NOT NULL,
    score DOUBLE, not_applicable BOOLEAN NOT NULL, client_id VARCHAR,
    service_code VARCHAR, unit_code VARCHAR, municipality_code VARCHAR,
    channel VARCHAR, respondent VARCHAR, phase VARCHAR
);
CREATE TABLE instrument (
    row_id BIGINT NOT NULL, batch_id INTEGER NOT NULL, controller VARCHAR NOT NULL,
    instrument_id VARCHAR NOT NULL, name_fi VARCHAR NOT NULL, name_sv VARCHAR, name_en VARCHAR,
    licence VARCHAR, validated BOOLEAN NOT NULL
);
CREATE TABLE item (
    row_id BIGINT NOT NULL, batch_id INTEGER NOT NULL, controller VARCHAR NOT NULL,
    item_id VARCHAR NOT NULL, instrument_id VARCHAR NOT NULL, text_fi VARCHAR NOT NULL, text_sv VARCHAR, text_en VARCHAR,
    level VARCHAR NOT NULL, plane VARCHAR NOT NULL, scale_min DOUBLE NOT NULL, scale_max DOUBLE NOT NULL,
    reversed BOOLEAN NOT NULL
);
