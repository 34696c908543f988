-- A list of more than two in a CHECK is a table that SQLite builds anew for each inserted row; nearly all rows are of one type,
-- and the list is now only looked at for the others. The rule is the same, so the rows stay as they are.
-- https://www.sqlite.org/lang_altertable.html, section 7, the procedure for changes that don't affect content
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (type IN (', 'CHECK (type = ''usage'' OR type IN (') WHERE type = 'table' AND name = 'ledger_entries';
PRAGMA writable_schema = RESET;
