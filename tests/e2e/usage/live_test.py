"""The overview in one answer, what happens as it happens, and months of the log that go."""

import decimal
import json
import socket
import sqlite3
import threading
import time
import unittest

from harness.client import request_bytes
from harness.gateway import Gateway
from harness.waiting import eventually, within_one

MODEL = "e2e-live"
PRICES = {MODEL: {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 100000, "max_output_tokens": 10000,
                  "input_cost_per_token": "1e-6", "output_cost_per_token": "1e-6"}}


class Stream:
    """A client of GET /admin/events."""

    def __init__(self, beaver, last=None):
        beaver.admin("GET", "/admin/ledger/proof")
        self.socket = socket.create_connection(("127.0.0.1", beaver.port), 120)
        self.socket.sendall(request_bytes("GET", "/admin/events", key=beaver._token, headers={"Last-Event-ID": last} if last else None))
        self.file = self.socket.makefile("rb")
        while self.file.readline().strip():
            pass

    def next(self, *types):
        """(id, type, data) of the next event of such a type."""
        fields = {}
        while line := self.file.readline():
            name, _, value = line.decode().rstrip("\r\n").partition(": ")
            if value:
                fields[name] = value
            elif "event" in fields:
                if fields["event"] in types:
                    return fields["id"], fields["event"], json.loads(fields["data"])
                fields = {}
        raise EOFError

    def close(self):
        self.file.close()
        self.socket.close()


class Live(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway("ok;tokens=20", prices=PRICES)
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    def test_a_settled_call_is_told_and_a_broken_stream_goes_on(self):
        account = self.beaver.account(balance=1)
        stream = Stream(self.beaver)
        self.addCleanup(stream.close)
        stream.next("counters")
        first = self.beaver.complete(account, MODEL).headers["x-beaver-request-id"]
        place, _, call = stream.next("call")
        self.assertEqual((call["id"], call["account_id"], call["outcome"]), (first, account.id, "complete"))
        stream.close()
        missed = [self.beaver.complete(account, MODEL).headers["x-beaver-request-id"] for _ in range(3)]
        again = Stream(self.beaver, place)
        self.addCleanup(again.close)
        self.assertEqual([again.next("call", "reset")[2]["id"] for _ in missed], missed)
        other = Stream(self.beaver, "1-1")
        self.addCleanup(other.close)
        self.assertEqual(other.next("reset", "call")[1], "reset")

    def test_what_administrators_do_is_told(self):
        stream = Stream(self.beaver)
        self.addCleanup(stream.close)
        made = self.beaver.admin("POST", "/admin/vouchers", {"amount": 1})["data"][0]["id"]
        told = [stream.next("change")[2]["subject"]]
        while told[-1] != made:  # what was done in the second before may come first
            told.append(stream.next("change")[2]["subject"])
        self.assertEqual(told.count(made), 1)

    def test_who_does_not_read_delays_nobody(self):
        account = self.beaver.account(balance=5)
        deaf = Stream(self.beaver)
        self.addCleanup(deaf.close)
        threads = [threading.Thread(target=lambda: [self.beaver.complete(account, MODEL) for _ in range(40)]) for _ in range(4)]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertLess(time.monotonic() - began, 120)
        self.assertEqual(len(self.beaver.calls(account)), 160)

    def test_strangers_see_nothing(self):
        account = self.beaver.account(balance=1)
        for path in ("/admin/events", "/admin/overview", "/admin/calls"):
            self.assertEqual(self.beaver.call("GET", path, key=account.key).status, 403)
            self.assertEqual(self.beaver.call("GET", path).status, 401)

    def test_bodies_are_kept_only_where_that_is_chosen(self):
        account, other = self.beaver.account(balance=1), self.beaver.account(balance=1)
        key = json.loads(self.beaver.call("GET", "/auth/me", key=account.key).body) and self.beaver.rows(
            "SELECT id FROM api_keys WHERE account_id = ?", account.id)[0][0]

        def ask(**more):
            return self.beaver.complete(account, MODEL, text="a canary sings", **more).headers["x-beaver-request-id"]

        before = ask()
        self.assertEqual(self.beaver.call("PUT", f"/api-keys/{key}/bodies", {"keep": True}, key=other.key).status, 403)
        self.assertEqual(self.beaver.admin("GET", f"/admin/api-keys/{key}/bodies"), {"id": key, "keep": False})
        self.beaver.admin("PUT", f"/admin/api-keys/{key}/bodies", {"keep": True})
        own = self.beaver.call("GET", f"/api-keys/{key}/bodies", key=account.key)
        self.assertEqual((own.status, own.json()), (200, {"id": key, "keep": True}))
        self.assertEqual(self.beaver.call("GET", f"/api-keys/{key}/bodies", key=other.key).status, 404)
        self.beaver.admin("GET", "/admin/api-keys/key_nobody/bodies", expect=(404,))
        kept = [ask(), ask(stream=True)]
        eventually(lambda: len(self.beaver.rows("SELECT 1 FROM call_bodies")) == 2, "bodies of both calls")
        whole, stream = (self.beaver.admin("GET", f"/admin/calls/{call}/bodies") for call in kept)
        self.assertIn("a canary sings", whole["request"])
        self.assertEqual(json.loads(whole["answer"])["object"], "chat.completion")
        self.assertIn("data: ", stream["answer"])
        self.beaver.admin("GET", f"/admin/calls/{before}/bodies", expect=(404,))
        self.assertEqual(self.beaver.call("GET", f"/account/calls/{kept[0]}/bodies", key=account.key).status, 403)
        self.assertEqual(self.beaver.rows("SELECT count(*) FROM audit_log WHERE action = 'call.bodies.read' AND subject = ?", kept[0]), [(1,)])
        self.beaver.admin("PUT", f"/admin/api-keys/{key}/bodies", {"keep": False})
        ask()
        self.beaver.restart()
        self.assertEqual(len(self.beaver.rows("SELECT 1 FROM call_bodies")), 2)
        for path in self.beaver.folder.glob("beaver.db*"):
            self.assertNotIn(b"a canary sings", path.read_bytes() if path.is_file() else b"")

    def test_the_overview_is_one_answer(self):
        within_one(86_400, self.one_answer)

    def one_answer(self):
        with Gateway("ok;tokens=20", prices=PRICES) as gateway:
            beaver = gateway.beaver
            account = beaver.account(balance=1)
            calls = [beaver.complete(account, MODEL) for _ in range(4)]
            cost = sum(decimal.Decimal(call.headers["x-beaver-cost"]) for call in calls)
            beaver.complete(account, "no-such-model")
            beaver.restart()  # its sums are written when it ends
            beaver.admin("GET", "/admin/ledger/proof")
            answer = beaver.call("GET", "/admin/overview", key=beaver._token)
            found = json.loads(answer.body, parse_float=decimal.Decimal, parse_int=decimal.Decimal)
            for window in found["windows"].values():
                self.assertEqual((window["requests"], window["errors"], window["revenue"]), (5, 1, cost))
                self.assertEqual(window["margin"], window["revenue"] - window["list_cost"])
                self.assertGreaterEqual(window["latency"]["p95_ms"], window["latency"]["p50_ms"])
            self.assertEqual(found["balances"]["total"], 1 - cost)
            self.assertEqual([one["model"] for one in found["top_models"]][:1], [MODEL])
            self.assertEqual([(one["account_id"], one["cost"]) for one in found["top_accounts"]], [(account.id, cost)])
            self.assertEqual([one["reason"] for one in found["failures"]], ["model_not_found"])
            self.assertTrue(found["providers"])
            bands = [band for hour in found["first_byte_hours"] for band in hour["bands"]]
            self.assertEqual(sum(band["calls"] for band in bands), len(calls))
            self.assertTrue(all(int(band["from_ms"]).bit_count() == 1 for band in bands), bands)
            self.assertEqual(sum(one["revenue"] for one in found["days"]), cost)
            self.assertEqual([day["p95_ms"] for day in found["first_byte_days"]], [found["windows"]["30d"]["first_byte"]["p95_ms"]])
            self.assertTrue(all(hour["p95_ms"] > 0 for hour in found["first_byte_hours"]))
            self.assertEqual([window["previous"]["first_byte"]["p95_ms"] for window in found["windows"].values()], [None] * 3)

    def test_the_overview_joins_what_is_over_and_what_goes_on(self):
        """Sums of days that are over are kept between two answers; what comes since is added to them, once."""
        past, each = 10, 1_000  # calls two days ago, nano-USD each
        with Gateway("ok;tokens=20", prices=PRICES) as gateway:
            beaver = gateway.beaver
            account = beaver.account(balance=1)
            beaver.terminate()
            day = int(time.time() * 1000) // 86_400_000 * 86_400_000 - 2 * 86_400_000
            with sqlite3.connect(beaver.database) as database:
                for span, start in (("hour", day + 43_200_000), ("day", day)):
                    database.execute(
                        "INSERT INTO usage_totals (span, start, model_id, endpoint_id, outcome, reason, category, provider, calls, input_tokens, "
                        "output_tokens, cached_tokens, list_cost, cost, byok_cost, last_at) VALUES (?, ?, ?, '', 'complete', '', '', '', ?, 1, 1, 0, ?, ?, 0, ?)",
                        (span, start, MODEL, past, past * each, past * each, day))
                # 2^(bucket / 4) milliseconds: before the last 7 days it was slower.
                for start, bucket in ((day, 32), (day - 6 * 86_400_000, 40)):
                    database.execute("INSERT INTO usage_latencies VALUES ('day', ?, '', 'first_byte', ?, ?)", (start, bucket, past))
            beaver.start()
            cost = decimal.Decimal(0)

            def overview():
                answer = beaver.call("GET", "/admin/overview", key=beaver._token)
                return json.loads(answer.body, parse_float=decimal.Decimal)

            beaver.admin("GET", "/admin/ledger/proof")
            first = overview()
            self.assertEqual(first["windows"]["7d"]["requests"], past)
            self.assertTrue(256 <= first["windows"]["7d"]["first_byte"]["p95_ms"] < 512 and len(first["first_byte_days"]) == 2, first["first_byte_days"])
            self.assertTrue(1024 <= first["windows"]["7d"]["previous"]["first_byte"]["p95_ms"] < 2048)
            self.assertIsNone(first["windows"]["30d"]["previous"]["first_byte"]["p95_ms"])
            for calls in (1, 2, 3):
                cost += decimal.Decimal(beaver.complete(account, MODEL).headers["x-beaver-cost"])
                found = eventually(lambda: (now := overview())["windows"]["7d"]["requests"] >= past + calls and now, f"{calls} calls in the overview")
                whole = cost + past * each / decimal.Decimal(10**9)
                for name in ("7d", "30d"):
                    self.assertEqual((found["windows"][name]["requests"], found["windows"][name]["revenue"]), (past + calls, whole), name)
                self.assertEqual(sum(one["revenue"] for one in found["days"]), whole)
                self.assertEqual([(one["model"], one["requests"]) for one in found["top_models"]], [(MODEL, past + calls)])
                self.assertEqual([(one["account_id"], one["cost"]) for one in found["top_accounts"]], [(account.id, cost)])

    def test_months_go_whole_and_their_charges_stay_provable(self):
        with Gateway("ok;tokens=20", prices=PRICES, BEAVER_LOG_RETENTION_DAYS="40") as gateway:
            beaver = gateway.beaver
            account = beaver.account(balance=1)
            call = beaver.complete(account, MODEL).headers["x-beaver-request-id"]
            beaver.terminate()
            with sqlite3.connect(beaver.database) as database:
                (this,), = database.execute("SELECT table_name FROM usage_partitions WHERE table_name <> 'usage_records_first'").fetchall()
                table, index = database.execute("SELECT sql, name FROM sqlite_master WHERE name = ?", (this,)).fetchone()
                database.execute(table.replace(this, "usage_records_2020_01"))
                database.execute(f"INSERT INTO usage_records_2020_01 SELECT * FROM {this}")
                database.execute("UPDATE usage_records_2020_01 SET seq = 1577900000000000000, id = 'req_old'")
                database.execute("INSERT INTO usage_partitions VALUES ('usage_records_2020_01', 1577836800000, 1580515200000, 0)")
                database.execute("DROP VIEW usage_records")
                database.execute(f"CREATE VIEW usage_records AS SELECT * FROM usage_records_2020_01 UNION ALL SELECT * FROM {this}")
            beaver.start()
            eventually(lambda: not beaver.rows("SELECT 1 FROM sqlite_master WHERE name = 'usage_records_2020_01'"), "end of the old month")
            self.assertEqual(beaver.calls(account), [call])
            beaver.assert_balanced()


if __name__ == "__main__":
    unittest.main()
