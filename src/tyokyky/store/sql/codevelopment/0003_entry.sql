-- What teams write down of developing together: works, groups, meetings, personas, maps, assessments, actions, concerns, statements.
-- Nothing is ever changed or taken out: each save is a row of its own, so every earlier version stays with who made it and when.
-- Grain: save of one entry. saved_at is UTC; content is the entry's dataclass as JSON; act_id names one act of saving, once.
CREATE TABLE entry (
    entry_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    saved_by VARCHAR NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    removed BOOLEAN NOT NULL,
    act_id VARCHAR UNIQUE,
    content VARCHAR NOT NULL,
    PRIMARY KEY (entry_id, version)
);
CREATE SEQUENCE entry_id_sequence;
