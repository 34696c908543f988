"""Reports, the request log and its export: every figure is the sum of the receipts, to the nano."""

import csv
import decimal
import io
import json
import sqlite3
import time
import unittest
from collections import Counter

from harness.gateway import Gateway
from harness.waiting import eventually

MODELS = {name: {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 100000, "max_output_tokens": 10000,
                 "input_cost_per_token": price, "output_cost_per_token": price}
          for name, price in {"e2e-cheap": "1.37e-7", "e2e-dear": "7.7e-6"}.items()}
SUMS = ("requests", "input_tokens", "output_tokens", "cost")


def exact(answer):
    """JSON with money as it is written."""
    return json.loads(answer.body, parse_float=decimal.Decimal, parse_int=int)


def money(value):
    return decimal.Decimal(str(value)) if isinstance(value, float) else decimal.Decimal(value)


class Usage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway("ok;tokens=20", prices=MODELS)
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        cls.account = cls.beaver.account(balance=5)
        cls.other = cls.beaver.account(balance=5)
        cls.ids = []
        for number in range(9):
            answer = cls.beaver.complete(cls.account, "e2e-dear" if number % 3 == 0 else "e2e-cheap", text="word " * number,
                                         metadata={"team": f"Blue {number % 2}", "ticket": "=2+2"} if number % 4 == 0 else None)
            assert answer.status == 200, answer.body
            cls.ids.append(answer.headers["x-beaver-request-id"])
        cls.refused = cls.beaver.complete(cls.account, "no-such-model")
        cls.beaver.complete(cls.other, "e2e-cheap")
        cls.receipts = [exact(cls.beaver.call("GET", f"/v1/receipts/{call}", key=cls.account.key)) for call in cls.ids]

    def own(self, path):
        answer = self.beaver.call("GET", path, key=self.account.key)
        self.assertEqual(answer.status, 200, answer.body)
        return exact(answer)

    def whole(self, path):
        return exact(self.as_admin(path))

    def as_admin(self, path):
        self.beaver.admin("GET", "/admin/ledger/proof")
        answer = self.beaver.call("GET", path, key=self.beaver._token)
        self.assertEqual(answer.status, 200, answer.body)
        return answer

    def receipt_sums(self, receipts):
        def tokens(receipt, *kinds):
            return sum(bucket["tokens"] for bucket in receipt["buckets"] if bucket["kind"] in kinds)
        return {"requests": len(receipts), "input_tokens": sum(tokens(one, "input", "cached_read") for one in receipts),
                "output_tokens": sum(tokens(one, "output", "reasoning") for one in receipts),
                "cost": sum((money(one["cost"]) for one in receipts), decimal.Decimal(0))}

    def assert_sums(self, group, receipts):
        found = {name: money(group[name]) for name in SUMS}
        self.assertEqual(found, {name: money(value) for name, value in self.receipt_sums(receipts).items()})

    # Reports

    def test_the_accounts_report_is_the_sum_of_its_receipts(self):
        for period in ("7d", "30d", "90d"):
            report = self.own(f"/account/usage?period={period}")
            summary = report["summary"] | {"requests": report["summary"]["requests"] - report["summary"]["errors"]}
            self.assert_sums(summary, self.receipts)
            for model in MODELS:
                group = next(one for one in report["by_model"] if one["model"] == model)
                self.assert_sums(group, [one for one in self.receipts if one["model"] == model])
            for part in ("by_model", "by_day", "by_key", "by_project", "by_outcome"):
                self.assertEqual(sum(money(one["cost"]) for one in report[part]), money(report["summary"]["cost"]), part)
            self.assertEqual(len(report["by_day"]), int(period[:-1]))
        self.assertEqual(report["summary"]["errors"], 1)

    def test_what_left_the_balance_is_what_reports_say(self):
        balance = self.own("/account/balance")
        self.assertEqual(decimal.Decimal(5) - money(balance["balance"]), money(self.own("/account/usage")["summary"]["cost"]))

    def test_every_dimension_of_the_gateways_report_adds_up(self):
        self.gateway.beaver.restart()  # what was summed up in memory is written when it ends
        taken = self.beaver.rows("SELECT SUM(cost), SUM(list_cost), COUNT(*) FROM usage_records")[0]
        for dimension in ("hour", "day", "month", "model", "key", "account", "project", "endpoint", "provider", "outcome",
                          "category", "reason"):
            report = self.whole(f"/admin/usage?group_by={dimension}")
            self.assertEqual(sum(money(one["cost"]) for one in report["data"]), decimal.Decimal(taken[0]).scaleb(-9), dimension)
            self.assertEqual(sum(one["requests"] for one in report["data"]), taken[2], dimension)
            self.assertEqual(money(report["total"]["list_cost"]), decimal.Decimal(taken[1]).scaleb(-9), dimension)
        for together in ("account,endpoint", "key,reason", "day,project,endpoint", "hour,account,reason"):  # read from the log
            report = self.whole(f"/admin/usage?group_by={together}")
            self.assertEqual(sum(money(one["cost"]) for one in report["data"]), decimal.Decimal(taken[0]).scaleb(-9), together)
            self.assertEqual(sum(one["requests"] for one in report["data"]), taken[2], together)
        sums, = self.beaver.rows("SELECT SUM(input_tokens), SUM(output_tokens), SUM(cached_tokens), SUM(list_cost), SUM(cost) FROM usage_rollups")
        total = self.whole("/admin/usage?group_by=account,reason")["total"]
        self.assertEqual([total[name] for name in ("input_tokens", "output_tokens", "cached_tokens")], list(sums[:3]))
        self.assertEqual([money(total[name]) for name in ("list_cost", "cost")], [decimal.Decimal(one).scaleb(-9) for one in sums[3:]])
        both = self.whole("/admin/usage?group_by=model,outcome&time_zone=Asia/Kolkata")
        self.assertEqual(sum(one["requests"] for one in both["data"]), taken[2])

    def test_filters_and_pages_of_the_gateways_report(self):
        only = self.whole(f"/admin/usage?group_by=model,day&account={self.account.id}&outcome=complete")
        self.assertEqual({one["model"] for one in only["data"]}, set(MODELS))
        self.assert_sums(only["total"], self.receipts)
        key = self.receipts[0]["key_id"]
        self.assert_sums(self.whole(f"/admin/usage?group_by=key&key={key}&outcome=complete")["total"], self.receipts)
        endpoint = self.receipts[0]["endpoint"]
        own = [one for one in self.receipts if one["endpoint"] == endpoint]
        self.assert_sums(self.whole(f"/admin/usage?group_by=model&account={self.account.id}&endpoint={endpoint}&outcome=complete")["total"], own)
        self.assert_sums(self.whole(f"/admin/usage?group_by=account&endpoint={endpoint}&outcome=complete&key={key}")["total"], own)
        for everybody in ("account", "account,endpoint"):
            seen, after = [], ""
            while True:
                page = self.whole(f"/admin/usage?group_by={everybody}&limit=1{after}")
                seen += [one["account"] for one in page["data"]]
                if not page["has_more"]:
                    break
                after = f"&after={page['next']}"
            self.assertEqual(sorted(set(seen)), sorted(row[0] for row in self.beaver.rows("SELECT DISTINCT account_id FROM usage_rollups")))
        self.assertEqual(self.as_wrong("/admin/usage?group_by=colour").status, 400)
        self.assertEqual(self.as_wrong("/admin/usage?from=tomorrow").json()["error"]["param"], "from")

    def as_wrong(self, path):
        self.beaver.admin("GET", "/admin/ledger/proof")
        return self.beaver.call("GET", path, key=self.beaver._token)

    def test_a_question_to_a_long_log_is_refused_with_a_way_out(self):
        with Gateway("ok;tokens=5", prices=MODELS) as gateway:
            beaver = gateway.beaver
            account = beaver.account(balance=1)
            beaver.complete(account, "e2e-cheap")
            beaver.terminate()
            with sqlite3.connect(beaver.database) as database:
                table, = database.execute("SELECT table_name FROM usage_partitions WHERE table_name <> 'usage_records_first'").fetchone()
                day_ago = int(time.time() * 1000) - 86_400_000
                database.execute(
                    f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 200001) INSERT INTO {table} (seq, id, account_id, "
                    "key_id, surface, model_id, outcome, status, streamed, estimated, started_at, ended_at) SELECT ? * 1000000 + n, 'req_' || n, ?, '', '', 'm', "
                    "'complete', 200, 0, 0, ?, ? FROM numbers", (day_ago, account.id, day_ago, day_ago))
            beaver.start()
            for path in ("/account/usage?group_by=endpoint", "/account/usage?endpoint=end_1", "/account/usage?group_by=reason,day"):
                answer = beaver.call("GET", path, key=account.key)
                self.assertEqual(answer.status, 400, path)
                self.assertEqual(answer.json()["error"]["param"], "from")
            now = time.strftime("%Y-%m-%dT%H:00:00Z", time.gmtime(time.time() - 3600))
            short = beaver.call("GET", f"/account/usage?group_by=endpoint&from={now}", key=account.key)
            self.assertEqual(short.status, 200, short.body)
            self.assertEqual(short.json()["total"]["requests"], 1)
            self.assertEqual(beaver.call("GET", "/account/usage?group_by=model", key=account.key).status, 200)

    def test_a_killed_gateway_makes_up_for_the_sums_it_had_not_written(self):
        with Gateway("ok;tokens=5", prices=MODELS) as gateway:
            account = gateway.beaver.account(balance=1)
            for _ in range(5):
                gateway.beaver.complete(account, "e2e-cheap")
            gateway.beaver.kill()
            gateway.beaver.start()
            report = gateway.beaver.admin("GET", "/admin/usage?group_by=model&model=e2e-cheap")
            self.assertEqual(report["total"]["requests"], 5)
            self.assertEqual(gateway.beaver.rows("SELECT SUM(calls) FROM usage_totals WHERE span = 'day'"), [(5,)])
            self.assertEqual(gateway.beaver.rows("SELECT SUM(calls) FROM usage_latencies WHERE span = 'hour' AND metric = 'whole'"),
                             [(5,)])

    # Log

    def test_pages_run_both_ways_and_show_each_call_once(self):
        whole = [one["id"] for one in self.own("/account/calls?limit=500")["data"]]
        self.assertEqual(len(whole), 10)
        forth, path = [], "/account/calls?limit=3"
        while True:
            page = self.own(path)
            forth += [one["id"] for one in page["data"]]
            if not page["has_more"]:
                break
            path = f"/account/calls?limit=3&after={page['next']}"
        self.assertEqual(forth, whole)
        back, before = [one["id"] for one in page["data"]], page["previous"]
        while True:
            page = self.own(f"/account/calls?limit=3&before={before}")
            back = [one["id"] for one in page["data"]] + back
            if not page["has_more"]:
                break
            before = page["previous"]
        self.assertEqual(back, whole)

    def test_filters_of_the_log(self):
        key = self.receipts[0]["key_id"]
        dearest = max(money(one["cost"]) for one in self.receipts)
        for query, count in {"model=e2e-dear": 3, f"key={key}": 10, "status=200": 9, "status=4xx": 1, "status=400-404": 1,
                             "outcome=refused": 1, "outcome=failed": 1, "failed=true": 1, "outcome=complete": 9,
                             f"min_cost={dearest}": 3, "max_cost=0": 1, "min_latency_ms=600000": 0, "metadata=blue+0": 3,
                             "metadata=blue+1": 0, f"id={self.ids[4]}": 1, f"search={self.ids[4]}": 1, "search=E2E-DEAR": 3,
                             "search=e2e_dear": 0, "search=req_nothing": 0, "search=dear&status=4xx": 0, "from=2020-01-01&until=2020-02-01": 0,
                             "from=2020-01-01": 10, "reason=model_not_found": 1}.items():
            with self.subTest(query):
                found = self.own(f"/account/calls?{query}")["data"]
                self.assertEqual(len(found), count, [one["id"] for one in found])
        everyone = self.whole("/admin/calls?limit=500")["data"]
        self.assertEqual(Counter(one["account_id"] for one in everyone)[self.account.id], 10)
        self.assertEqual(len(self.whole(f"/admin/calls?account={self.other.id}")["data"]), 1)
        self.assertIn("@", everyone[0]["account_email"])
        email = next(one["account_email"] for one in everyone if one["account_id"] == self.account.id)
        for piece in (email, email.upper()[:-4]):
            found = self.whole(f"/admin/calls?limit=500&search={piece}")["data"]
            self.assertEqual((len(found), {one["account_id"] for one in found}), (10, {self.account.id}))
        self.assertEqual(self.own(f"/account/calls?search={email}")["data"], [], "all are of this address")
        name = self.whole(f"/admin/calls?id={self.ids[0]}")["data"][0]["key_name"]
        self.assertEqual(len(self.own(f"/account/calls?search={name.upper()}".replace(" ", "+"))["data"]), 10)
        self.assertEqual(len(self.whole(f"/admin/calls?account={self.account.id}&search={name}".replace(" ", "+"))["data"]), 10)
        for query, name in {"status=9xx": "status", "min_cost=much": "min_cost", "after=x": "after", "from=x": "from"}.items():
            answer = self.beaver.call("GET", f"/account/calls?{query}", key=self.account.key)
            self.assertEqual((answer.status, answer.json()["error"]["param"]), (400, name))

    def test_one_call_has_receipt_and_timeline(self):
        found = self.own(f"/account/calls/{self.ids[0]}")
        self.assertEqual(found["receipt"]["cost"], self.receipts[0]["cost"])
        self.assertEqual(found["call"]["metadata"], {"team": "Blue 0", "ticket": "=2+2"})
        self.assertEqual([step["event"] for step in found["timeline"]][0::len(found["timeline"]) - 1], ["received", "settled"])
        self.assertEqual(self.beaver.call("GET", f"/account/calls/{self.ids[0]}", key=self.other.key).status, 404)
        self.assertEqual(self.whole(f"/admin/calls/{self.ids[0]}")["call"]["account_id"], self.account.id)

    def test_export(self):
        answer = self.as_admin("/admin/calls/export?format=csv")
        self.assertTrue(answer.headers["content-type"].startswith("text/csv"))
        rows = list(csv.DictReader(io.StringIO(answer.body.decode())))
        mine = [row for row in rows if row["account_id"] == self.account.id]
        self.assertEqual(sum(decimal.Decimal(row["cost"]) for row in mine), self.receipt_sums(self.receipts)["cost"])
        lines = self.beaver.call("GET", "/account/calls/export?format=jsonl", key=self.account.key).body.decode().splitlines()
        self.assertEqual([json.loads(line)["id"] for line in lines], [row["id"] for row in mine])
        self.assertEqual(len(list(csv.DictReader(io.StringIO(
            self.beaver.call("GET", "/account/calls/export?model=e2e-dear", key=self.account.key).body.decode())))), 3)

    def test_no_cell_is_a_formula(self):
        answer = self.beaver.complete(self.other, "=cmd|' /C calc'!A0")
        self.assertEqual(answer.status, 404)
        path = "/account/calls/export?format=csv&failed=true"
        # Nobody who is refused waits until that is written.
        rows = eventually(lambda: list(csv.DictReader(io.StringIO(self.beaver.call("GET", path, key=self.other.key).body.decode()))),
                          "record of the refused call")
        self.assertEqual(rows[0]["model"], "'=cmd|' /C calc'!A0")

    def test_metadata_in_a_header(self):
        sent = json.dumps({"order": "4711"})
        answer = self.beaver.complete(self.other, "e2e-cheap", headers={"x-beaver-metadata": sent})
        self.assertEqual(answer.status, 200)
        found = json.loads(self.beaver.call("GET", "/account/calls?metadata=4711", key=self.other.key).body)["data"]
        self.assertEqual([one["metadata"] for one in found], [{"order": "4711"}])
        wrong = self.beaver.complete(self.other, "e2e-cheap", headers={"x-beaver-metadata": "4711"})
        self.assertEqual(wrong.status, 400)


if __name__ == "__main__":
    unittest.main()
