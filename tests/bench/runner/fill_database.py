"""Fills a Beaver SQLite database with accounts, keys and usage, so that a benchmark can tell whether size costs anything.

    python3 fill_database.py beaver.db --accounts 100000 --records 5000000

The server must have made the schema and must not be running. What is there already stays; the new accounts have a balance of
zero and no ledger entries, so the ledger still balances. SQLite itself makes the rows: about a million a second.
"""

from __future__ import annotations

import argparse
import pathlib
import sqlite3
import time

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


def fill(database: pathlib.Path, accounts: int, records: int) -> None:
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        # A bulk load of a file that can be made again: no journal, no waiting for the disk.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -400000",
                       "temp_store = MEMORY", "locking_mode = EXCLUSIVE"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.execute("BEGIN")
        _fill(connection, accounts, records)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
        connection.execute("PRAGMA locking_mode = NORMAL").fetchall()
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


def _fill(connection: sqlite3.Connection, accounts: int, records: int) -> None:
    def one(sql: str, otherwise):
        row = connection.execute(sql).fetchone()
        return row[0] if row and row[0] is not None else otherwise

    now = int(time.time() * 1000)
    plan = one("SELECT plan FROM accounts WHERE role = '' LIMIT 1", "unlimited")
    pepper = one("SELECT pepper_version FROM api_keys LIMIT 1", 1)
    model = one("SELECT id FROM models WHERE id LIKE '%gpt-4o-mini' ORDER BY length(id) LIMIT 1", "gpt-4o-mini")
    started = now - 60 * DAY_MS - HOUR_MS  # the last hours are the server's own
    account = "printf('acc_fill%09d', {n})"
    key = "printf('key_fill%09d', {n})"

    _insert(connection, "accounts", accounts, {
        "id": account, "email": "printf('filler%09d@beaver.test', {n})", "full_name": "'Filler'", "role": "''",
        "plan": f"'{plan}'", "status": "'active'", "created_at": str(started), "updated_at": str(started)})
    _insert(connection, "balances", accounts, {"account_id": account, "balance": "0", "entries": "0"})
    _insert(connection, "api_keys", accounts, {
        "id": key, "account_id": account, "name": "'filler'", "key_hash": "randomblob(32)",
        "pepper_version": str(pepper), "preview": "'bvr-…fill'", "is_active": "1", "created_at": str(started)})
    # Their order is that of time, as the server writes them. The months since a server began have tables of their own,
    # copies of this one that the view beside it shows as one; before them is this.
    owner = f"({{n}} % {max(accounts, 1)})"
    at = f"({started} + {{n}} * {60 * DAY_MS} / {max(records, 1)})"
    _insert(connection, "usage_records_first", records, {
        "seq": f"({at} + 1500) * 1000000 + {{n}} % 1000000", "id": "printf('req_fill%012d', {n})",
        "account_id": account.format(n=owner), "key_id": key.format(n=owner),
        "surface": "'/v1/chat/completions'", "model_id": f"'{model}'", "upstream_model": f"'{model}'", "provider": "'openai'",
        "outcome": "'complete'", "status": "200", "streamed": "{n} % 2", "estimated": "0", "input_tokens": "100 + {n} % 900",
        "output_tokens": "20 + {n} % 400", "requests": "1", "cost": "0", "list_cost": "0", "started_at": at,
        "first_byte_at": f"{at} + 300", "ended_at": f"{at} + 1500"})
    _insert(connection, "usage_rollups", records // 5, {
        "hour": f"({started // HOUR_MS * HOUR_MS} + ({{n}} / {max(accounts, 1)}) * {HOUR_MS})",
        "account_id": account.format(n=f"({{n}} % {max(accounts, 1)})"),
        "key_id": key.format(n=f"({{n}} % {max(accounts, 1)})"),
        "model_id": f"'{model}'", "endpoint_id": "''", "outcome": "'complete'", "calls": "5", "input_tokens": "2500",
        "output_tokens": "1000", "list_cost": "0", "cost": "0", "last_at": str(started)})


def _insert(connection: sqlite3.Connection, table: str, count: int, expressions: dict[str, str]) -> None:
    """`{n}` in an expression is the row's number. Columns that the table lacks are left out; ones that it demands and that
    aren't given get an empty value, so that a new migration doesn't break this."""
    if count <= 0:
        return
    chosen = {}
    for _, column, kind, not_null, default, primary in connection.execute(f"PRAGMA table_info({table})"):
        if column in expressions:
            chosen[column] = expressions[column].replace("{n}", "n")
        elif not_null and default is None and not (primary and kind.upper() == "INTEGER"):
            chosen[column] = "''" if kind.upper() == "TEXT" else "x''" if kind.upper() == "BLOB" else "0"
    connection.execute(f"WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {count}) "
                       f"INSERT INTO {table} ({', '.join(chosen)}) SELECT {', '.join(chosen.values())} FROM numbers")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database", type=pathlib.Path)
    parser.add_argument("--accounts", type=int, default=100_000, help="each with one key")
    parser.add_argument("--records", type=int, default=5_000_000)
    options = parser.parse_args()
    if not options.database.exists():
        parser.error(f"{options.database} does not exist; start beaverd once to make it")
    start = time.monotonic()
    fill(options.database, options.accounts, options.records)
    print(f"{options.database.stat().st_size / 1e6:,.0f} MB in {time.monotonic() - start:.1f} s")


if __name__ == "__main__":
    main()
