ALTER TABLE api_keys ADD COLUMN metadata TEXT NOT NULL DEFAULT '';           -- JSON object of its owner's own; '': none
ALTER TABLE endpoints ADD COLUMN hedge_ms BIGINT NOT NULL DEFAULT 0;         -- 0: the gateway's own

-- Administrators' adjustments that name a call, in their entries' own transactions: what is still paid for it.
CREATE TABLE adjusted_calls (
    entry_seq  BIGINT NOT NULL PRIMARY KEY,
    call_id    TEXT   NOT NULL,
    account_id TEXT   NOT NULL,
    amount     BIGINT NOT NULL                      -- to the customer's balance
);
CREATE INDEX adjusted_calls_by_call ON adjusted_calls (call_id, account_id);
INSERT INTO adjusted_calls (entry_seq, call_id, account_id, amount)
SELECT seq, reference, account_id, customer FROM ledger_entries e WHERE type = 'adjustment' AND substr(reference, 1, 4) = 'req_'
AND NOT EXISTS (SELECT 1 FROM corrected_calls c WHERE c.call_id = e.reference AND c.entry_seq = e.seq);
