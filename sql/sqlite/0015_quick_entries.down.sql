PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (type = ''usage'' OR type IN (', 'CHECK (type IN (') WHERE type = 'table' AND name = 'ledger_entries';
PRAGMA writable_schema = RESET;
