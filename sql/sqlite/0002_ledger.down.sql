DROP TABLE idempotency_keys;
DROP TABLE holds;
DROP TABLE ledger_entries;
DROP TABLE balances;
