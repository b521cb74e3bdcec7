-- Who said which themes a comment is about, act by act; nothing is ever changed or taken out, so every earlier view stays known.
-- Grain of theme_coding: act of coding one comment. Grain of theme_mark: act x theme seen in the comment.
CREATE TABLE theme_coding (
    coding_id BIGINT PRIMARY KEY,
    controller VARCHAR NOT NULL,
    response_id VARCHAR NOT NULL,
    question VARCHAR NOT NULL,
    coder VARCHAR NOT NULL,
    coded_at TIMESTAMP NOT NULL
);
CREATE TABLE theme_mark (
    coding_id BIGINT NOT NULL,
    theme_id VARCHAR NOT NULL,
    PRIMARY KEY (coding_id, theme_id)
);
CREATE SEQUENCE coding_id_sequence;
