-- Numbers for accounts and keys, for clients whose ids are whole numbers; given when one is first shown.
CREATE TABLE short_numbers (
    kind   TEXT   NOT NULL CHECK (kind IN ('account', 'key')),
    id     TEXT   NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (kind, id),
    UNIQUE (kind, number)
);
