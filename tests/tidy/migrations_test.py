"""Migrations: the same ones for both databases, each with a way back that brings back exactly what was."""

import pathlib
import re
import sqlite3
import unittest

import table

NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.(up|down)\.sql")
SQLITE = table.ROOT / "sql/sqlite"
POSTGRESQL = table.ROOT / "sql/postgresql"


def migrations(folder: pathlib.Path):
    """(number, name) → {up, down}."""
    found = {}
    for path in sorted(folder.iterdir()):
        match = NAME.fullmatch(path.name)
        if not match:
            raise AssertionError(f"{path.relative_to(table.ROOT)}: a migration is called NNNN_name.up.sql or .down.sql")
        found.setdefault((int(match[1]), match[2]), {})[match[3]] = path
    return found


def schema(database):
    return database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()


class Migrations(unittest.TestCase):
    def check_folder(self, folder):
        found = migrations(folder)
        self.assertEqual([number for number, _ in found], list(range(1, len(found) + 1)), "numbers run from 1 without a gap")
        for (number, name), files in found.items():
            self.assertEqual(set(files), {"up", "down"}, f"{number:04}_{name} has no way {'back' if 'up' in files else 'up'}")

    def test_sqlite_is_complete(self):
        self.check_folder(SQLITE)

    @unittest.skipUnless(POSTGRESQL.is_dir() and any(POSTGRESQL.iterdir()), "sql/postgresql has no migrations yet")
    def test_postgresql_is_complete_and_the_same(self):
        self.check_folder(POSTGRESQL)
        self.assertEqual(list(migrations(SQLITE)), list(migrations(POSTGRESQL)))

    def test_each_way_back_on_sqlite_restores_what_was(self):
        database = sqlite3.connect(":memory:", isolation_level=None)
        steps, states = migrations(SQLITE), []
        for step, files in steps.items():
            states.append(schema(database))
            database.executescript(files["up"].read_text())
            self.assertNotEqual(schema(database), states[-1], f"{step} changes nothing")
        for (step, files), before in reversed(list(zip(steps.items(), states))):
            database.executescript(files["down"].read_text())
            self.assertEqual(schema(database), before, f"the way back of {step} leaves another schema")

    def test_sums_of_an_account_stay_when_its_endpoints_are_no_longer_told_apart(self):
        database = sqlite3.connect(":memory:", isolation_level=None)
        steps = [files for _, files in sorted(migrations(SQLITE).items())]
        for files in steps[:15]:
            database.executescript(files["up"].read_text())
        for endpoint, provider, calls in (("ep_1", "openai", 3), ("ep_2", "openai", 4), ("ep_3", "xai", 5)):
            database.execute("INSERT INTO usage_rollups (hour, account_id, project_id, key_id, model_id, endpoint_id, outcome, category, provider, "
                             "calls, input_tokens, output_tokens, cached_tokens, list_cost, cost, byok_cost, last_at) "
                             "VALUES (0, 'a', 'p', 'k', 'm', ?, 'complete', 'BUDGET', ?, ?, 10, 20, 1, 30, 40, 2, ?)", (endpoint, provider, calls, calls))
        sums = "SELECT provider, calls, input_tokens, output_tokens, cached_tokens, list_cost, cost, byok_cost, last_at FROM usage_rollups ORDER BY provider"
        database.executescript(steps[15]["up"].read_text())
        self.assertEqual(database.execute(sums).fetchall(), [("openai", 7, 20, 40, 2, 60, 80, 4, 4), ("xai", 5, 10, 20, 1, 30, 40, 2, 5)])
        database.executescript(steps[15]["down"].read_text())
        self.assertEqual(database.execute("SELECT SUM(calls), SUM(cost), MAX(last_at), COUNT(*) FROM usage_rollups").fetchall(), [(12, 120, 5, 1)])


if __name__ == "__main__":
    unittest.main()
