"""Fills a Beaver SQLite database with accounts, keys and usage whose sums agree: the log in its months, rollups, the gateway's sums.

    python3 fill.py beaver.db --accounts 100000 --keys 300000 --records 5000000

The server must have made the schema and must not be running. A hundred accounts make a third of the calls. SQLite itself makes the rows.
"""

from __future__ import annotations

import argparse
import datetime
import math
import pathlib
import sqlite3
import time

HOUR_MS, DAY_MS = 3_600_000, 86_400_000
DAYS = 90


def required(connection: sqlite3.Connection, table: str, given: dict[str, str]) -> dict[str, str]:
    """`given`, and something empty for what the table demands besides."""
    columns = {}
    for _, column, kind, not_null, default, _ in connection.execute(f"PRAGMA table_info({table})"):
        if column in given:
            columns[column] = given[column]
        elif not_null and default is None:
            columns[column] = "''" if kind.upper() == "TEXT" else "x''" if kind.upper() == "BLOB" else "0"
    return columns


def insert(connection, table, first, count, given):
    columns = required(connection, table, given)
    connection.execute(f"WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {first + count}) "
                       f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM numbers")


def month_table(connection, start: datetime.datetime) -> str:
    """As server/usage/log_partitions.cpp makes it."""
    table = f"usage_records_{start:%Y_%m}"
    if not connection.execute("SELECT 1 FROM usage_partitions WHERE table_name = ?", (table,)).fetchone():
        for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'usage_records_first' AND sql IS NOT NULL "
                                         "ORDER BY type DESC").fetchall():
            connection.execute(sql.replace("usage_records_first", table))
        until = (start.replace(day=28) + datetime.timedelta(days=5)).replace(day=1)
        connection.execute("INSERT INTO usage_partitions VALUES (?, ?, ?, 0)",
                           (table, int(start.timestamp() * 1000), int(until.timestamp() * 1000)))
    return table


def fill(database: pathlib.Path, accounts: int, keys: int, records: int) -> None:
    connection = sqlite3.connect(database, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -800000", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    now = int(time.time() * 1000)
    began = (now - DAYS * DAY_MS) // HOUR_MS * HOUR_MS
    connection.execute("BEGIN")
    insert(connection, "accounts", 0, accounts, {
        "id": "printf('acc_fill%06d', n)", "email": "printf('filler%06d@beaver.test', n)", "full_name": "'Filler'", "plan": "'unlimited'",
        "status": "'active'", "time_zone": "'UTC'", "created_at": str(began), "updated_at": str(began)})
    insert(connection, "projects", 0, accounts, {
        "id": "printf('prj_fill%06d', n)", "account_id": "printf('acc_fill%06d', n)", "name": "'Default'", "is_default": "1",
        "created_at": str(began), "updated_at": str(began)})
    insert(connection, "balances", 0, accounts, {"account_id": "printf('acc_fill%06d', n)"})
    insert(connection, "api_keys", 0, keys, {
        "id": "printf('key_fill%06d', n)", "account_id": f"printf('acc_fill%06d', n % {accounts})",
        "project_id": f"printf('prj_fill%06d', n % {accounts})", "name": "'filler'",
        "key_hash": "randomblob(32)", "pepper_version": "1", "preview": "'beaver_…'", "is_active": "1", "created_at": str(began)})

    # Times go up with the numbers, so that the log grows at its end, as it does when it is written.
    step = DAYS * DAY_MS / records
    at, done = began, 0
    owner = f"(CASE WHEN n % 3 = 0 THEN (n * 7919) % {min(100, accounts)} ELSE (n * 7919) % {accounts} END)"
    ended = f"({began} + CAST(n * {step!r} AS INTEGER))"
    latency = "(80 + (n * 104729) % 1900 + CASE WHEN n % 50 = 0 THEN 6000 ELSE 0 END)"
    failed = "n % 40 = 7"
    while done < records:
        start = datetime.datetime.fromtimestamp(at / 1000, datetime.timezone.utc).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        until = (start.replace(day=28) + datetime.timedelta(days=5)).replace(day=1)
        table = month_table(connection, start)
        count = min(records - done, math.ceil((until.timestamp() * 1000 - began) / step) - done)
        cost = f"(CASE WHEN {failed} THEN 0 ELSE 900 + (n * 31) % 400000 END)"
        insert(connection, table, done, count, {
            "seq": f"{ended} * 1000000 + n % 1000000", "id": f"printf('req_fill%010d', n)",
            "account_id": f"printf('acc_fill%06d', {owner})", "project_id": f"printf('prj_fill%06d', {owner})",
            "key_id": f"printf('key_fill%06d', {owner} + {accounts} * (n % 3))",
            "surface": "'chat.completions'", "model_id": "printf('model-%02d', (n * 13) % 31)", "provider": "'openai'",
            "endpoint_id": "printf('end_fill%02d', n % 6)", "category": "'MID_RANGE'",
            "outcome": f"CASE WHEN {failed} THEN 'upstream_error' ELSE 'complete' END", "reason": f"CASE WHEN {failed} THEN 'upstream_5xx' ELSE '' END",
            "status": f"CASE WHEN {failed} THEN 502 ELSE 200 END", "streamed": "n % 2", "estimated": "0",
            "input_tokens": "100 + n % 900", "cached_read_tokens": "n % 100", "output_tokens": "20 + n % 400", "requests": "1",
            "list_cost": f"{cost} * 9 / 10", "cost": cost, "metadata": "CASE WHEN n % 100 = 0 THEN '{\"team\":\"blue\"}' ELSE '' END",
            "started_at": f"{ended} - {latency}", "first_byte_at": f"{ended} - {latency} * 2 / 3", "ended_at": ended})
        done += count
        at = int(until.timestamp() * 1000)
    connection.execute("DROP VIEW usage_records")
    connection.execute("CREATE VIEW usage_records AS " + " UNION ALL ".join(
        f"SELECT * FROM {table}" for (table,) in connection.execute("SELECT table_name FROM usage_partitions ORDER BY from_ms").fetchall()))

    sums = "COUNT(*), SUM(input_tokens + cached_read_tokens), SUM(output_tokens), SUM(cached_read_tokens), SUM(list_cost), SUM(cost), 0, MAX(ended_at)"
    connection.execute(f"INSERT INTO usage_rollups (hour, account_id, project_id, key_id, model_id, outcome, category, provider, "
                       f"calls, input_tokens, output_tokens, cached_tokens, list_cost, cost, byok_cost, last_at) SELECT ended_at - ended_at % {HOUR_MS} AS hour, "
                       f"account_id, project_id, key_id, model_id, outcome, category, provider, {sums} FROM usage_records "
                       f"WHERE account_id LIKE 'acc_fill%' GROUP BY account_id, hour, project_id, key_id, model_id, outcome, category, provider")
    for span, length in (("hour", HOUR_MS), ("day", DAY_MS)):
        connection.execute(f"INSERT INTO usage_totals SELECT '{span}', ended_at - ended_at % {length} AS start, model_id, endpoint_id, outcome, reason, "
                           f"category, MAX(provider), {sums} FROM usage_records WHERE account_id LIKE 'acc_fill%' "
                           f"GROUP BY start, model_id, endpoint_id, outcome, reason, category")
        for metric, duration in (("whole", "ended_at - started_at"), ("first_byte", "first_byte_at - started_at")):
            counts: dict[tuple, int] = {}
            for start, endpoint, ms, calls in connection.execute(
                    f"SELECT ended_at - ended_at % {length} AS start, endpoint_id, {duration} AS ms, COUNT(*) FROM usage_records "
                    f"WHERE account_id LIKE 'acc_fill%' GROUP BY start, endpoint_id, ms"):
                place = (span, start, endpoint, metric, int(4 * math.log2(max(ms, 1))))
                counts[place] = counts.get(place, 0) + calls
            connection.executemany("INSERT INTO usage_latencies VALUES (?, ?, ?, ?, ?, ?)", [(*place, calls) for place, calls in counts.items()])
    connection.execute("INSERT INTO usage_account_months SELECT CAST(strftime('%s', hour / 1000, 'unixepoch', 'start of month') AS INTEGER) * 1000 AS month, "
                       "account_id, SUM(calls), SUM(input_tokens + output_tokens), SUM(list_cost), SUM(cost) FROM usage_rollups "
                       "WHERE account_id LIKE 'acc_fill%' GROUP BY month, account_id")
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database", type=pathlib.Path)
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--keys", type=int, default=300_000)
    parser.add_argument("--records", type=int, default=5_000_000)
    options = parser.parse_args()
    start = time.monotonic()
    fill(options.database, options.accounts, options.keys, options.records)
    print(f"{options.database.stat().st_size / 1e6:,.0f} MB in {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
