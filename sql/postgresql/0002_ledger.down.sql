DROP TABLE idempotency_keys;
DROP TABLE holds;
DROP TABLE ledger_entries;
DROP FUNCTION ledger_entries_refuse();
DROP TABLE balances;
