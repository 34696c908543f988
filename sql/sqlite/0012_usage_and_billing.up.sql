-- The request log in months, sums of usage in several grains, kept bodies, and the documents of money.
--
-- A month of the request log is a table of its own, made by the writer as a copy of usage_records_first with its indexes, so that a month goes
-- by dropping a table. usage_records is a view of all of them: what reads the log reads that. server/usage/log_partitions.h
CREATE TABLE usage_records_first (
    seq            INTEGER  NOT NULL PRIMARY KEY,        -- when it ended: milliseconds since 1970 UTC, then six digits that make it unique
    id             TEXT     NOT NULL UNIQUE,        -- the call's id
    account_id     TEXT     NOT NULL,
    project_id     TEXT     NOT NULL DEFAULT '',    -- '': of none
    key_id         TEXT     NOT NULL,
    surface        TEXT     NOT NULL,               -- route the client used
    model_id       TEXT     NOT NULL,               -- catalogue id
    upstream_model TEXT     NOT NULL DEFAULT '',    -- what the provider said it was
    provider       TEXT     NOT NULL DEFAULT '',
    endpoint_id    TEXT     NOT NULL DEFAULT '',
    category       TEXT     NOT NULL DEFAULT '',    -- pricing category of the model, then
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
    images                BIGINT NOT NULL DEFAULT 0,
    seconds               BIGINT NOT NULL DEFAULT 0,
    characters            BIGINT NOT NULL DEFAULT 0,
    price_version  BIGINT   NOT NULL DEFAULT 0,     -- price_versions.id; 0: nothing was priced
    policy         TEXT     NOT NULL DEFAULT '',
    markup_ppm     BIGINT   NOT NULL DEFAULT 0,
    price_percent  SMALLINT NOT NULL DEFAULT 100,   -- of the sale price: the batch price
    list_cost      BIGINT   NOT NULL DEFAULT 0,
    cost           BIGINT   NOT NULL DEFAULT 0,     -- what was charged
    uncollected    BIGINT   NOT NULL DEFAULT 0,     -- price beyond what the balance could pay
    byok_cost      BIGINT   NOT NULL DEFAULT 0,     -- list price of a call with its project's own credential
    reported_cost  BIGINT,                          -- what the provider says it charged
    hold           BIGINT   NOT NULL DEFAULT 0,
    entry_seq      BIGINT,                          -- ledger_entries.seq
    attempts       TEXT     NOT NULL DEFAULT '',    -- JSON array; '': one attempt that worked
    metadata       TEXT     NOT NULL DEFAULT '',    -- JSON object of the client's own
    started_at     BIGINT   NOT NULL,
    first_byte_at  BIGINT,
    ended_at       BIGINT   NOT NULL
);
INSERT INTO usage_records_first (seq, id, account_id, key_id, surface, model_id, upstream_model, provider, endpoint_id, outcome, reason, status, streamed,
    estimated, input_tokens, cached_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens, audio_in_tokens, audio_out_tokens,
    image_in_tokens, image_out_tokens, requests, searches, images, seconds, characters, price_version, policy, markup_ppm,
    price_percent, list_cost, cost, uncollected, reported_cost, hold, entry_seq, attempts, started_at, first_byte_at, ended_at)
    SELECT ended_at * 1000000 + seq % 1000000, id, account_id, key_id, surface, model_id, upstream_model, provider, endpoint_id, outcome, reason, status, streamed,
    estimated, input_tokens, cached_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens, audio_in_tokens, audio_out_tokens,
    image_in_tokens, image_out_tokens, requests, searches, images, seconds, characters, price_version, policy, markup_ppm,
    price_percent, list_cost, cost, uncollected, reported_cost, hold, entry_seq, attempts, started_at, first_byte_at, ended_at FROM usage_records;
UPDATE usage_records_first SET category = COALESCE((SELECT m.category FROM models m WHERE m.id = model_id), '');
DROP TABLE usage_records;
CREATE INDEX usage_records_first_by_account ON usage_records_first (account_id);
CREATE INDEX usage_records_first_by_outcome ON usage_records_first (outcome) WHERE outcome <> 'complete';
CREATE INDEX usage_records_first_tagged ON usage_records_first (seq) WHERE metadata <> '';
CREATE VIEW usage_records AS SELECT * FROM usage_records_first;

CREATE TABLE usage_partitions (
    table_name TEXT     NOT NULL PRIMARY KEY,
    from_ms    BIGINT   NOT NULL,                   -- of ended_at; half open
    until_ms   BIGINT   NOT NULL,
    expired    SMALLINT NOT NULL DEFAULT 0          -- out of the view, being emptied
);
INSERT INTO usage_partitions (table_name, from_ms, until_ms) VALUES ('usage_records_first', 0, 0);

-- Sums by hour of each account, kept in the settlement's own transaction.
CREATE TABLE usage_rollups_new (
    hour          BIGINT NOT NULL,                  -- milliseconds, start of the UTC hour
    account_id    TEXT   NOT NULL,
    project_id    TEXT   NOT NULL DEFAULT '',
    key_id        TEXT   NOT NULL,
    model_id      TEXT   NOT NULL,
    endpoint_id   TEXT   NOT NULL,
    outcome       TEXT   NOT NULL,
    category      TEXT   NOT NULL DEFAULT '',
    provider      TEXT   NOT NULL DEFAULT '',       -- follows from the endpoint
    calls         BIGINT NOT NULL,
    input_tokens  BIGINT NOT NULL,                  -- all that went in, cached too
    output_tokens BIGINT NOT NULL,                  -- all that came out, reasoning too
    cached_tokens BIGINT NOT NULL DEFAULT 0,        -- read from a provider's cache; part of input_tokens
    list_cost     BIGINT NOT NULL,
    cost          BIGINT NOT NULL,
    byok_cost     BIGINT NOT NULL DEFAULT 0,        -- by the list, of calls with a project's own credential
    last_at       BIGINT NOT NULL,
    PRIMARY KEY (account_id, hour, project_id, key_id, model_id, endpoint_id, outcome, category)
) WITHOUT ROWID;
INSERT INTO usage_rollups_new (hour, account_id, key_id, model_id, endpoint_id, outcome, category, provider, calls, input_tokens,
                               output_tokens, list_cost, cost, byok_cost, last_at)
    SELECT hour, account_id, key_id, model_id, endpoint_id, outcome,
           COALESCE((SELECT m.category FROM models m WHERE m.id = model_id), ''),
           COALESCE((SELECT e.provider FROM endpoints e WHERE e.id = endpoint_id), ''),
           calls, input_tokens, output_tokens, list_cost, cost, byok_cost, last_at FROM usage_rollups;
DROP TABLE usage_rollups;
ALTER TABLE usage_rollups_new RENAME TO usage_rollups;
CREATE INDEX usage_rollups_by_hour ON usage_rollups (hour);

-- Sums of the whole gateway, by hour and by UTC day. These three are written once a second; what a killed process had not
-- written yet is made up at start. server/usage/totals.h
CREATE TABLE usage_totals (
    span          TEXT   NOT NULL CHECK (span IN ('hour', 'day')),
    start         BIGINT NOT NULL,
    model_id      TEXT   NOT NULL,
    endpoint_id   TEXT   NOT NULL,
    outcome       TEXT   NOT NULL,
    reason        TEXT   NOT NULL,
    category      TEXT   NOT NULL,
    provider      TEXT   NOT NULL,
    calls         BIGINT NOT NULL,
    input_tokens  BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    cached_tokens BIGINT NOT NULL,
    list_cost     BIGINT NOT NULL,
    cost          BIGINT NOT NULL,
    byok_cost     BIGINT NOT NULL,
    last_at       BIGINT NOT NULL,
    PRIMARY KEY (span, start, model_id, endpoint_id, outcome, reason, category)
) WITHOUT ROWID;
INSERT INTO usage_totals
    SELECT 'hour', hour, model_id, endpoint_id, outcome, '', category, MAX(provider), SUM(calls), SUM(input_tokens), SUM(output_tokens),
           SUM(cached_tokens), SUM(list_cost), SUM(cost), SUM(byok_cost), MAX(last_at)
    FROM usage_rollups GROUP BY hour, model_id, endpoint_id, outcome, category;
INSERT INTO usage_totals
    SELECT 'day', start - start % 86400000, model_id, endpoint_id, outcome, '', category, MAX(provider), SUM(calls), SUM(input_tokens),
           SUM(output_tokens), SUM(cached_tokens), SUM(list_cost), SUM(cost), SUM(byok_cost), MAX(last_at)
    FROM usage_totals WHERE span = 'hour' GROUP BY start - start % 86400000, model_id, endpoint_id, outcome, category;

-- How long calls took, counted in buckets that grow by a quarter of a doubling.
CREATE TABLE usage_latencies (
    span        TEXT     NOT NULL CHECK (span IN ('hour', 'day')),
    start       BIGINT   NOT NULL,
    endpoint_id TEXT     NOT NULL,
    metric      TEXT     NOT NULL CHECK (metric IN ('first_byte', 'whole')),
    bucket      SMALLINT NOT NULL,
    calls       BIGINT   NOT NULL,
    PRIMARY KEY (span, start, endpoint_id, metric, bucket)
) WITHOUT ROWID;

CREATE TABLE usage_account_months (
    month         BIGINT NOT NULL,                  -- milliseconds, start of the UTC month
    account_id    TEXT   NOT NULL,
    calls         BIGINT NOT NULL,
    tokens        BIGINT NOT NULL,
    list_cost     BIGINT NOT NULL,
    cost          BIGINT NOT NULL,
    PRIMARY KEY (month, account_id)
) WITHOUT ROWID;
INSERT INTO usage_account_months
    SELECT CAST(strftime('%s', hour / 1000, 'unixepoch', 'start of month') AS INTEGER) * 1000, account_id, SUM(calls),
           SUM(input_tokens + output_tokens), SUM(list_cost), SUM(cost) FROM usage_rollups GROUP BY 1, 2;

CREATE TABLE usage_marks (
    name TEXT   NOT NULL PRIMARY KEY,
    at   BIGINT NOT NULL
);

-- Bodies of calls, kept only for keys that ask for it, sealed with the master key.
CREATE TABLE body_keeping (
    key_id     TEXT   NOT NULL PRIMARY KEY,
    account_id TEXT   NOT NULL,
    actor      TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE TABLE call_bodies (
    call_id    TEXT   NOT NULL PRIMARY KEY,
    account_id TEXT   NOT NULL,
    key_id     TEXT   NOT NULL,
    request    BLOB   NOT NULL,                  -- sealed
    answer     BLOB   NOT NULL,                  -- sealed
    created_at BIGINT NOT NULL
);
CREATE INDEX call_bodies_by_time ON call_bodies (created_at);

-- What isn't a call's charge is rare in the ledger, and asked for often.
CREATE INDEX ledger_entries_not_usage ON ledger_entries (account_id, seq) WHERE type <> 'usage';
CREATE INDEX ledger_entries_by_type ON ledger_entries (type, seq) WHERE type <> 'usage';

CREATE TABLE billing_profiles (
    account_id   TEXT   NOT NULL PRIMARY KEY REFERENCES accounts (id),
    name         TEXT   NOT NULL DEFAULT '',
    address      TEXT   NOT NULL DEFAULT '',        -- lines
    tax_id       TEXT   NOT NULL DEFAULT '',
    tax_rate_ppm BIGINT,                            -- null: the gateway's
    updated_at   BIGINT NOT NULL
);

CREATE TABLE invoices (
    id           TEXT   NOT NULL PRIMARY KEY,
    number       TEXT   NOT NULL UNIQUE,
    account_id   TEXT   NOT NULL REFERENCES accounts (id),
    state        TEXT   NOT NULL CHECK (state IN ('issued', 'paid', 'void')),
    period_start BIGINT NOT NULL,
    period_end   BIGINT NOT NULL,                   -- half open
    time_zone    TEXT   NOT NULL,
    subtotal     BIGINT NOT NULL,
    tax_rate_ppm BIGINT NOT NULL,
    tax          BIGINT NOT NULL,
    total        BIGINT NOT NULL,
    paid         BIGINT NOT NULL,                   -- taken from the balance, call by call
    lines        TEXT   NOT NULL,                   -- JSON array
    seller       TEXT   NOT NULL,                   -- JSON object, as it was then
    buyer        TEXT   NOT NULL,
    actor        TEXT   NOT NULL DEFAULT '',        -- '': the gateway
    reason       TEXT   NOT NULL DEFAULT '',        -- why it is void
    created_at   BIGINT NOT NULL,
    voided_at    BIGINT
);
CREATE UNIQUE INDEX invoices_by_account ON invoices (account_id, period_start) WHERE state <> 'void';
CREATE INDEX invoices_of_account ON invoices (account_id, id);

-- The next number of each series; taken in the transaction that makes the invoice, so none is missing.
CREATE TABLE invoice_series (
    prefix TEXT   NOT NULL PRIMARY KEY,
    next   BIGINT NOT NULL
);

CREATE TABLE refunds (
    id             TEXT   NOT NULL PRIMARY KEY,
    account_id     TEXT   NOT NULL REFERENCES accounts (id),
    kind           TEXT   NOT NULL CHECK (kind IN ('call', 'payment')),
    reference      TEXT   NOT NULL,                 -- the call or the top-up that is given back
    amount         BIGINT NOT NULL CHECK (amount > 0),
    reason         TEXT   NOT NULL,
    state          TEXT   NOT NULL CHECK (state IN ('pending', 'posted')),
    transaction_id TEXT   NOT NULL DEFAULT '',
    actor          TEXT   NOT NULL,
    created_at     BIGINT NOT NULL
);
CREATE INDEX refunds_by_reference ON refunds (account_id, reference);
CREATE INDEX refunds_pending ON refunds (state) WHERE state = 'pending';

CREATE TABLE vouchers (
    id         TEXT   NOT NULL PRIMARY KEY,
    code_hash  BLOB   NOT NULL UNIQUE,           -- BLAKE2b-256 under a key derived from the master key
    preview    TEXT   NOT NULL,
    amount     BIGINT NOT NULL CHECK (amount > 0),
    max_uses   BIGINT NOT NULL CHECK (max_uses > 0),
    uses       BIGINT NOT NULL DEFAULT 0 CHECK (uses <= max_uses),
    note       TEXT   NOT NULL DEFAULT '',
    expires_at BIGINT,
    revoked_at BIGINT,
    actor      TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE TABLE voucher_redemptions (
    voucher_id     TEXT   NOT NULL REFERENCES vouchers (id),
    account_id     TEXT   NOT NULL REFERENCES accounts (id),
    state          TEXT   NOT NULL CHECK (state IN ('pending', 'posted')),
    transaction_id TEXT   NOT NULL DEFAULT '',
    created_at     BIGINT NOT NULL,
    PRIMARY KEY (voucher_id, account_id)
);
CREATE INDEX voucher_redemptions_pending ON voucher_redemptions (state) WHERE state = 'pending';

-- For card payments and for topping up by itself; nothing writes here yet.
CREATE TABLE payments (
    id             TEXT   NOT NULL PRIMARY KEY,
    account_id     TEXT   NOT NULL REFERENCES accounts (id),
    method         TEXT   NOT NULL,
    reference      TEXT   NOT NULL UNIQUE,          -- at the payment provider
    amount         BIGINT NOT NULL,
    state          TEXT   NOT NULL,
    transaction_id TEXT   NOT NULL DEFAULT '',
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL
);
CREATE TABLE auto_top_ups (
    account_id    TEXT     NOT NULL PRIMARY KEY REFERENCES accounts (id),
    threshold     BIGINT   NOT NULL,
    amount        BIGINT   NOT NULL,
    monthly_limit BIGINT,
    method        TEXT     NOT NULL,
    is_active     SMALLINT NOT NULL DEFAULT 1,
    updated_at    BIGINT   NOT NULL
);
