-- One line for each call that had a known caller. Token columns are the disjoint buckets of docs/money.md.
CREATE TABLE usage_records (
    seq            INTEGER  NOT NULL PRIMARY KEY,
    id             TEXT     NOT NULL UNIQUE,        -- the call's id
    account_id     TEXT     NOT NULL,
    key_id         TEXT     NOT NULL,
    surface        TEXT     NOT NULL,               -- route the client used
    model_id       TEXT     NOT NULL,               -- catalogue id
    upstream_model TEXT     NOT NULL DEFAULT '',    -- what the provider said it was
    provider       TEXT     NOT NULL DEFAULT '',
    endpoint_id    TEXT     NOT NULL DEFAULT '',
    outcome        TEXT     NOT NULL,
    reason         TEXT     NOT NULL DEFAULT '',
    status         SMALLINT NOT NULL,               -- HTTP status the client got
    streamed       SMALLINT NOT NULL,
    estimated      SMALLINT NOT NULL,               -- tokens counted by us, not reported
    input_tokens          BIGINT NOT NULL DEFAULT 0,
    cached_read_tokens    BIGINT NOT NULL DEFAULT 0,
    cache_write_5m_tokens BIGINT NOT NULL DEFAULT 0,
    cache_write_1h_tokens BIGINT NOT NULL DEFAULT 0,
    output_tokens         BIGINT NOT NULL DEFAULT 0,
    reasoning_tokens      BIGINT NOT NULL DEFAULT 0,
    audio_in_tokens       BIGINT NOT NULL DEFAULT 0,
    audio_out_tokens      BIGINT NOT NULL DEFAULT 0,
    image_in_tokens       BIGINT NOT NULL DEFAULT 0,
    image_out_tokens      BIGINT NOT NULL DEFAULT 0,
    requests              BIGINT NOT NULL DEFAULT 0,
    searches              BIGINT NOT NULL DEFAULT 0,
    price_version  BIGINT   NOT NULL DEFAULT 0,     -- price_versions.id; 0: nothing was priced
    policy         TEXT     NOT NULL DEFAULT '',
    markup_ppm     BIGINT   NOT NULL DEFAULT 0,
    list_cost      BIGINT   NOT NULL DEFAULT 0,
    cost           BIGINT   NOT NULL DEFAULT 0,     -- what was charged
    uncollected    BIGINT   NOT NULL DEFAULT 0,     -- price beyond what the balance could pay
    reported_cost  BIGINT,                          -- what the provider says it charged
    hold           BIGINT   NOT NULL DEFAULT 0,
    entry_seq      BIGINT,                          -- ledger_entries.seq
    attempts       TEXT     NOT NULL DEFAULT '',    -- JSON array; '': one attempt that worked
    started_at     BIGINT   NOT NULL,
    first_byte_at  BIGINT,
    ended_at       BIGINT   NOT NULL
);

-- Sums by hour, kept in the settlement's transaction; month and day windows are rebuilt from them at start.
CREATE TABLE usage_rollups (
    hour          BIGINT NOT NULL,                  -- milliseconds, start of the UTC hour
    account_id    TEXT   NOT NULL,
    key_id        TEXT   NOT NULL,
    model_id      TEXT   NOT NULL,
    endpoint_id   TEXT   NOT NULL,
    outcome       TEXT   NOT NULL,
    calls         BIGINT NOT NULL,
    input_tokens  BIGINT NOT NULL,                  -- all that went in, cached too
    output_tokens BIGINT NOT NULL,                  -- all that came out, reasoning too
    list_cost     BIGINT NOT NULL,
    cost          BIGINT NOT NULL,
    last_at       BIGINT NOT NULL,
    PRIMARY KEY (account_id, hour, key_id, model_id, endpoint_id, outcome)
) WITHOUT ROWID;
CREATE INDEX usage_rollups_by_hour ON usage_rollups (hour);
