-- Pricing policies of models, corrections of past prices, and what is told to whom: webhooks and alerts.
ALTER TABLE models ADD COLUMN pricing_policy TEXT NOT NULL DEFAULT '';   -- '': the account's or the gateway's

-- server/pricing: a past price that was wrong, and what each call that it priced was given back or charged.
CREATE TABLE price_corrections (
    id            TEXT   NOT NULL PRIMARY KEY,
    model_id      TEXT   NOT NULL,
    version_id    BIGINT NOT NULL,                  -- price_versions.id of the price that was right
    from_at       BIGINT NOT NULL,                  -- of the calls' ends; half open
    until_at      BIGINT NOT NULL,
    reason        TEXT   NOT NULL,
    actor         TEXT   NOT NULL,
    status        TEXT   NOT NULL CHECK (status IN ('running', 'done')),
    calls         BIGINT NOT NULL DEFAULT 0,        -- that were corrected
    refunded      BIGINT NOT NULL DEFAULT 0,        -- nano-USD
    charged       BIGINT NOT NULL DEFAULT 0,
    uncollected   BIGINT NOT NULL DEFAULT 0,        -- what balances couldn't pay
    created_at    BIGINT NOT NULL
);

CREATE TABLE corrected_calls (
    call_id       TEXT   NOT NULL,
    correction_id TEXT   NOT NULL REFERENCES price_corrections (id),
    account_id    TEXT   NOT NULL,
    was           BIGINT NOT NULL,                  -- nano-USD that the call had cost until then
    became        BIGINT NOT NULL,
    amount        BIGINT NOT NULL,                  -- to the customer's balance
    entry_seq     BIGINT,                           -- ledger_entries.seq; null: there was nothing to move
    PRIMARY KEY (call_id, correction_id)
);
CREATE INDEX corrected_calls_by_correction ON corrected_calls (correction_id, call_id);

-- server/notify
CREATE TABLE webhooks (
    id           TEXT     NOT NULL PRIMARY KEY,
    account_id   TEXT     NOT NULL,                 -- '': gateway-wide, told of everything
    url          TEXT     NOT NULL,
    description  TEXT     NOT NULL DEFAULT '',
    events       TEXT     NOT NULL DEFAULT '',      -- space-separated; '': all
    secret       BYTEA    NOT NULL,                 -- sealed with the master key
    status       TEXT     NOT NULL CHECK (status IN ('active', 'paused', 'disabled')),
    failing_since BIGINT,                           -- null: the last delivery arrived
    disabled_why TEXT     NOT NULL DEFAULT '',
    created_at   BIGINT   NOT NULL,
    updated_at   BIGINT   NOT NULL
);
CREATE INDEX webhooks_by_account ON webhooks (account_id, id);

CREATE TABLE webhook_deliveries (
    id           TEXT     NOT NULL PRIMARY KEY,
    webhook_id   TEXT     NOT NULL,
    account_id   TEXT     NOT NULL,
    event_id     TEXT     NOT NULL,                 -- webhook-id: the same for each attempt, and when it is sent again
    event        TEXT     NOT NULL,
    body         TEXT     NOT NULL,
    state        TEXT     NOT NULL CHECK (state IN ('queued', 'delivered', 'failed')),
    attempts     SMALLINT NOT NULL DEFAULT 0,
    next_at      BIGINT   NOT NULL,                 -- of the next attempt, while queued
    last_status  SMALLINT NOT NULL DEFAULT 0,       -- HTTP; 0: none came
    last_error   TEXT     NOT NULL DEFAULT '',
    created_at   BIGINT   NOT NULL,
    ended_at     BIGINT
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (state, next_at);
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id);

CREATE TABLE alert_settings (
    account_id  TEXT     NOT NULL PRIMARY KEY,
    low_balance BIGINT,                             -- nano-USD; null: the gateway's threshold
    mail        SMALLINT NOT NULL DEFAULT 1,
    updated_at  BIGINT   NOT NULL
);

-- What was told, so that it is told once, also over a restart.
CREATE TABLE alerts_told (
    kind       TEXT   NOT NULL,                     -- budget.threshold, balance.low, key.expiring, …
    subject    TEXT   NOT NULL,                     -- what it is about: whose limit and which, the account, the key
    occasion   BIGINT NOT NULL,                     -- start of the window, time of the threshold, …
    level      BIGINT NOT NULL,                     -- percent, days, …
    created_at BIGINT NOT NULL,
    PRIMARY KEY (kind, subject, occasion, level)
);
CREATE INDEX alerts_told_by_time ON alerts_told (created_at);
