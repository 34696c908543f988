-- Money, in whole nano-USD. Only server/ledger writes here.
CREATE TABLE balances (
    account_id TEXT   NOT NULL PRIMARY KEY REFERENCES accounts (id),
    balance    BIGINT NOT NULL DEFAULT 0 CHECK (balance >= 0),
    entries    BIGINT NOT NULL DEFAULT 0
);

-- Append-only. A row is one transaction; its legs are the columns customer … corrections, what went into (+) or out of (-) each
-- of the gateway's accounts, and sum to zero. hash = BLAKE2b-256(previous hash, fields): see server/ledger/chain.h.
CREATE TABLE ledger_entries (
    seq           BIGINT  NOT NULL PRIMARY KEY,
    id            TEXT    NOT NULL,
    type          TEXT    NOT NULL CHECK (type IN ('top_up', 'usage', 'refund', 'adjustment', 'payment', 'expiry', 'transfer')),
    account_id    TEXT    NOT NULL REFERENCES accounts (id),
    customer      BIGINT  NOT NULL,
    provider_cost BIGINT  NOT NULL DEFAULT 0,
    revenue       BIGINT  NOT NULL DEFAULT 0,
    cash          BIGINT  NOT NULL DEFAULT 0,
    corrections   BIGINT  NOT NULL DEFAULT 0,
    balance_after BIGINT  NOT NULL CHECK (balance_after >= 0),
    reference     TEXT    NOT NULL DEFAULT '',      -- the call, payment or voucher it belongs to
    description   TEXT    NOT NULL DEFAULT '',
    actor         TEXT    NOT NULL DEFAULT '',      -- the account that did it; '': the gateway
    created_at    BIGINT  NOT NULL,
    hash          BYTEA   NOT NULL,
    CHECK (customer + provider_cost + revenue + cash + corrections = 0)
);
CREATE INDEX ledger_entries_by_account ON ledger_entries (account_id, seq);

CREATE FUNCTION ledger_entries_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', CASE TG_OP WHEN 'UPDATE' THEN 'ledger entries never change' ELSE 'ledger entries are never deleted' END;
END;
$$;
CREATE TRIGGER ledger_entries_no_update BEFORE UPDATE ON ledger_entries
    FOR EACH ROW EXECUTE FUNCTION ledger_entries_refuse();
CREATE TRIGGER ledger_entries_no_delete BEFORE DELETE ON ledger_entries
    FOR EACH ROW EXECUTE FUNCTION ledger_entries_refuse();
CREATE TRIGGER ledger_entries_no_truncate BEFORE TRUNCATE ON ledger_entries
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_entries_refuse();

-- Calls under way that outlive one commit; a row found at start is an interrupted call.
CREATE TABLE holds (
    call_id    TEXT   NOT NULL PRIMARY KEY,
    account_id TEXT   NOT NULL REFERENCES accounts (id),
    key_id     TEXT   NOT NULL,
    model_id   TEXT   NOT NULL,
    amount     BIGINT NOT NULL CHECK (amount >= 0),
    created_at BIGINT NOT NULL
);

CREATE TABLE idempotency_keys (
    account_id   TEXT     NOT NULL REFERENCES accounts (id),
    name         TEXT     NOT NULL,               -- what the client sent
    request_hash BYTEA    NOT NULL,
    call_id      TEXT     NOT NULL,
    status       SMALLINT NOT NULL,
    content_type TEXT     NOT NULL,
    body         BYTEA,                           -- null: too large to keep
    created_at   BIGINT   NOT NULL,
    PRIMARY KEY (account_id, name)
);
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (created_at);
