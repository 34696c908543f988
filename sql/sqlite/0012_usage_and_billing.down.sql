DROP TABLE auto_top_ups;
DROP TABLE payments;
DROP TABLE voucher_redemptions;
DROP TABLE vouchers;
DROP TABLE refunds;
DROP TABLE invoice_series;
DROP TABLE invoices;
DROP TABLE billing_profiles;
DROP INDEX ledger_entries_by_type;
DROP INDEX ledger_entries_not_usage;
DROP TABLE call_bodies;
DROP TABLE body_keeping;
DROP TABLE usage_marks;
DROP TABLE usage_account_months;
DROP TABLE usage_latencies;
DROP TABLE usage_totals;

ALTER TABLE usage_rollups RENAME TO usage_rollups_new;
DROP INDEX usage_rollups_by_hour;
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
ALTER TABLE usage_rollups ADD COLUMN byok_cost BIGINT NOT NULL DEFAULT 0;
INSERT INTO usage_rollups SELECT hour, account_id, key_id, model_id, endpoint_id, outcome, SUM(calls), SUM(input_tokens),
    SUM(output_tokens), SUM(list_cost), SUM(cost), MAX(last_at), SUM(byok_cost) FROM usage_rollups_new GROUP BY hour, account_id, key_id, model_id, endpoint_id, outcome;
DROP TABLE usage_rollups_new;
CREATE INDEX usage_rollups_by_hour ON usage_rollups (hour);

-- The months' own tables stay behind, unknown to anybody, and are dropped when such a month is made anew.
CREATE TEMP TABLE usage_records_kept AS SELECT * FROM usage_records ORDER BY seq;
DROP VIEW usage_records;
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
ALTER TABLE usage_records ADD COLUMN images BIGINT NOT NULL DEFAULT 0;
ALTER TABLE usage_records ADD COLUMN seconds BIGINT NOT NULL DEFAULT 0;
ALTER TABLE usage_records ADD COLUMN characters BIGINT NOT NULL DEFAULT 0;
ALTER TABLE usage_records ADD COLUMN price_percent SMALLINT NOT NULL DEFAULT 100; -- of the sale price: the batch price
INSERT INTO usage_records (id, account_id, key_id, surface, model_id, upstream_model, provider, endpoint_id, outcome, reason, status, streamed,
    estimated, input_tokens, cached_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens, audio_in_tokens, audio_out_tokens,
    image_in_tokens, image_out_tokens, requests, searches, images, seconds, characters, price_version, policy, markup_ppm,
    price_percent, list_cost, cost, uncollected, reported_cost, hold, entry_seq, attempts, started_at, first_byte_at, ended_at)
    SELECT id, account_id, key_id, surface, model_id, upstream_model, provider, endpoint_id, outcome, reason, status, streamed,
    estimated, input_tokens, cached_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens, audio_in_tokens, audio_out_tokens,
    image_in_tokens, image_out_tokens, requests, searches, images, seconds, characters, price_version, policy, markup_ppm,
    price_percent, list_cost, cost, uncollected, reported_cost, hold, entry_seq, attempts, started_at, first_byte_at, ended_at FROM temp.usage_records_kept ORDER BY seq;
DROP TABLE temp.usage_records_kept;
DROP TABLE usage_records_first;
DROP TABLE usage_partitions;
