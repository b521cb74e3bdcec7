-- Open comments. Identity codes, e-mail addresses and phone numbers were removed at the door.
-- Grain: open comment, version. `question` is the empty text where the source names none.
CREATE TABLE comment (
    row_id BIGINT NOT NULL, batch_id INTEGER NOT NULL, controller VARCHAR NOT NULL,
    response_id VARCHAR NOT NULL, text VARCHAR NOT NULL, question VARCHAR NOT NULL
);
