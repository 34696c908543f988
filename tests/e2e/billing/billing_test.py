"""Vouchers, refunds, adjustments, statements, invoices: every sum exact, the ledger's proof after each."""

import concurrent.futures
import datetime
import decimal
import json
import unittest
import zoneinfo

from harness.gateway import Gateway
from harness.waiting import eventually

MODELS = {name: {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 100000, "max_output_tokens": 10000,
                 "input_cost_per_token": price, "output_cost_per_token": price}
          for name, price in {"e2e-cheap": "1.37e-7", "e2e-dear": "7.7e-6"}.items()}
HOUR = 3_600_000


def exact(answer):
    return json.loads(answer.body, parse_float=decimal.Decimal, parse_int=decimal.Decimal)


class Billing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway("ok;tokens=20", prices=MODELS)
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    def setUp(self):
        self.addCleanup(self.beaver.assert_balanced)

    def own(self, account, method, path, body=None, expect=200, headers=None):
        answer = self.beaver.call(method, path, body, key=account.key, headers=headers)
        self.assertEqual(answer.status, expect, answer.body)
        return exact(answer)

    def as_admin(self, method, path, body=None, expect=200, headers=None):
        self.beaver.admin("GET", "/admin/ledger/proof")
        answer = self.beaver.call(method, path, body, key=self.beaver._token, headers=headers)
        self.assertEqual(answer.status, expect, answer.body)
        return exact(answer)

    def balance(self, account):
        return self.own(account, "GET", "/account/balance")["balance"]

    def audited(self, action, subject):
        return self.beaver.rows("SELECT count(*) FROM audit_log WHERE action = ? AND subject = ?", action, subject)[0][0]

    # Top-ups

    def test_every_top_up_leaves_one_line_in_the_audit_log(self):
        def lines(account):
            return self.beaver.rows("SELECT a.after_json FROM audit_log a JOIN ledger_entries e ON e.id = a.subject "
                                    "WHERE a.action = 'money.top_up' AND e.account_id = ?", account)
        account = self.beaver.account(balance=0)
        body = {"account_id": account.id, "amount": 2, "description": "thanks"}
        for _ in range(2):
            made = self.as_admin("POST", "/admin/top-up", body, headers={"idempotency-key": f"audit-{account.id}"})
        self.assertEqual(self.audited("money.top_up", made["transaction"]["id"]), 1)
        (line,), = lines(account.id)
        self.assertEqual(json.loads(line), {"account_id": account.id, "amount": 2, "reason": "thanks"})
        self.as_admin("POST", "/admin/add_credits", {"api_key": account.key, "credits": 100})
        self.assertEqual(len(lines(account.id)), 2)
        self.as_admin("POST", "/admin/top-up", body | {"amount": -1}, expect=422)
        self.assertEqual(len(lines(account.id)), 2, "what is refused isn't there")
        made = self.beaver.admin("POST", "/admin/accounts", {"email": f"given-{account.id}@example.com".lower(), "initial_balance": 3})
        self.assertEqual(len(lines(made["id"])), 1)

    # Accounts that begin with money

    def test_an_account_begins_with_its_money_or_not_at_all(self):
        body = {"email": "begins@example.com", "initial_balance": 3}
        with Gateway("ok;tokens=20") as gateway, concurrent.futures.ThreadPoolExecutor(1) as pool:
            beaver = gateway.beaver
            beaver.admin("GET", "/admin/ledger/proof")

            def write(statement):
                import sqlite3
                with sqlite3.connect(beaver.database, timeout=10) as database:
                    database.execute(statement)
            # The entry can't be written for a while: nothing else of it may be there either.
            write("CREATE TRIGGER no_money BEFORE INSERT ON ledger_entries BEGIN SELECT RAISE(ABORT, 'no money'); END")
            asking = pool.submit(beaver.call, "POST", "/admin/accounts", body, key=beaver._token)
            eventually(lambda: beaver.call("GET", "/health/ready").status != 200, "end of readiness")
            self.assertEqual(beaver.rows("SELECT count(*) FROM accounts WHERE email = 'begins@example.com'"), [(0,)])
            write("DROP TRIGGER no_money")
            made = json.loads(asking.result().body)
            self.assertEqual(made["balance"], 3)
            # Asked for again it is a conflict, and moves nothing; what others write meanwhile stays.
            with concurrent.futures.ThreadPoolExecutor(8) as crowd:
                answers = list(crowd.map(lambda number: beaver.call("POST", "/admin/accounts", body if number % 2 else
                                                                    {"email": f"other{number}@example.com", "initial_balance": 1},
                                                                    key=beaver._token).status, range(16)))
            self.assertEqual(answers, [201, 409] * 8)
            self.assertEqual(beaver.rows("SELECT SUM(customer) FROM ledger_entries")[0][0], 11 * 10**9)
            beaver.assert_balanced()

    # Adjustments

    def test_an_adjustment_goes_either_way_but_never_below_zero(self):
        account = self.beaver.account(balance=1)
        made = self.as_admin("POST", "/admin/adjustments", {"account_id": account.id, "amount": -0.4, "reason": "our mistake"})
        self.assertEqual(made["transaction"]["amount"], decimal.Decimal("-0.4"))
        self.assertEqual(self.audited("money.adjust", made["transaction"]["id"]), 1)
        wrong = self.as_admin("POST", "/admin/adjustments", {"account_id": account.id, "amount": -0.7, "reason": "too much"}, expect=402)
        self.assertEqual(wrong["error"]["code"], "insufficient_balance")
        self.as_admin("POST", "/admin/adjustments", {"account_id": account.id, "amount": 0, "reason": "nothing"}, expect=422)
        self.as_admin("POST", "/admin/adjustments", {"account_id": account.id, "amount": 1}, expect=400)
        self.assertEqual(self.balance(account), decimal.Decimal("0.6"))

    def test_the_same_key_is_one_adjustment(self):
        account = self.beaver.account(balance=1)
        body = {"account_id": account.id, "amount": 1, "reason": "once"}
        first, second = (self.as_admin("POST", "/admin/adjustments", body, headers={"idempotency-key": f"adjust-{account.id}"})
                         for _ in range(2))
        self.assertEqual(first, second)
        self.assertEqual(self.balance(account), 2)

    # Refunds

    def test_a_call_is_refunded_up_to_its_charge(self):
        account = self.beaver.account(balance=1)
        answer = self.beaver.complete(account, "e2e-dear")
        call = answer.headers["x-beaver-request-id"]
        cost = self.own(account, "GET", f"/v1/receipts/{call}")["cost"]
        half = (cost / 2).quantize(decimal.Decimal("1e-9"), rounding=decimal.ROUND_DOWN)

        def refund(amount, expect):
            body = f'{{"account_id": "{account.id}", "reference": "{call}", "amount": {amount:f}, "reason": "slow"}}'.encode()
            return self.as_admin("POST", "/admin/refunds", body, expect, {"content-type": "application/json"})

        made = refund(half, 200)
        self.assertEqual((made["refund"]["kind"], made["refund"]["status"]), ("call", "posted"))
        self.assertEqual(refund(half * 2, 422)["error"]["code"], "refund_too_large")
        refund(cost - half, 200)
        refund(decimal.Decimal("0.000000001"), 422)
        self.assertEqual(self.balance(account), 1)
        other = self.beaver.account(balance=1)
        self.as_admin("POST", "/admin/refunds", {"account_id": other.id, "reference": call, "amount": 0.0000001, "reason": "x"}, 404)
        self.assertEqual(len(self.as_admin("GET", f"/admin/refunds?account={account.id}")["data"]), 2)
        email = self.as_admin("GET", f"/admin/accounts/{account.id}")["email"]
        for search, found in ((call, 2), (email.upper().replace("@", "%40"), 2), (account.id, 2), ("SLO", 2), (other.id, 0)):
            listed = self.as_admin("GET", f"/admin/refunds?search={search}&limit=200")["data"]
            self.assertEqual(len([one for one in listed if one["account_id"] == account.id]), found, search)
            self.assertTrue(search == "SLO" or len(listed) == found, search)
        self.assertEqual(self.audited("money.refund", made["refund"]["id"]), 1)

    def test_an_adjustment_that_names_a_call_counts_in_what_is_paid_for_it(self):
        account = self.beaver.account(balance=1)
        call = self.beaver.complete(account, "e2e-dear").headers["x-beaver-request-id"]
        cost = self.own(account, "GET", f"/v1/receipts/{call}")["cost"]
        least = decimal.Decimal("0.000000001")
        half = (cost / 2).quantize(least, rounding=decimal.ROUND_DOWN)

        def move(path, amount, expect=200, **more):
            members = {"account_id": account.id, "reference": call, "reason": "slow"} | more
            body = (json.dumps(members)[:-1] + f', "amount": {amount:f}}}').encode()
            return self.as_admin("POST", path, body, expect, {"content-type": "application/json"})

        move("/admin/adjustments", half)
        self.assertEqual(move("/admin/refunds", cost, 422)["error"]["code"], "refund_too_large")
        move("/admin/refunds", cost - half + least, 422)
        move("/admin/refunds", cost - half)
        self.assertEqual(self.balance(account), 1)
        # More was charged for it: that may be given back too. One that names a payment, or nothing, is of no call.
        move("/admin/adjustments", -half)
        move("/admin/adjustments", half, reference="a letter of 2026-11-20")
        move("/admin/refunds", half + least, 422)
        move("/admin/refunds", half)
        move("/admin/refunds", least, 422)
        # Without a charge nothing was paid, whatever was given for it.
        free = "req_01JD0000000000000000000000"
        move("/admin/adjustments", least, reference=free)
        move("/admin/refunds", least, 404, reference=free)
        self.beaver.assert_balanced()

    def test_a_payment_is_given_back_from_what_is_there(self):
        account = self.beaver.account(balance=2)
        payment = self.own(account, "GET", "/account/transactions")["data"][0]["id"]
        self.beaver.complete(account, "e2e-dear")
        body = {"account_id": account.id, "reference": payment, "reason": "leaves"}
        self.as_admin("POST", "/admin/refunds", body | {"amount": 2}, expect=402)
        self.as_admin("POST", "/admin/refunds", body | {"amount": 1.5})
        self.as_admin("POST", "/admin/refunds", body | {"amount": 0.6}, expect=422)
        self.assertLess(self.balance(account), decimal.Decimal("0.5"))

    def test_refunds_at_once_never_give_back_more_than_there_was(self):
        account = self.beaver.account(balance=5)
        payment = self.own(account, "GET", "/account/transactions")["data"][0]["id"]
        self.beaver.admin("GET", "/admin/ledger/proof")
        body = {"account_id": account.id, "reference": payment, "amount": 1, "reason": "race"}
        with concurrent.futures.ThreadPoolExecutor(12) as pool:
            answers = list(pool.map(lambda _: self.beaver.call("POST", "/admin/refunds", body, key=self.beaver._token).status, range(12)))
        self.assertEqual(sorted(answers), [200] * 5 + [422] * 7)
        self.assertEqual(self.balance(account), 0)

    # Vouchers

    def test_a_voucher_is_redeemed_as_often_as_it_may_whatever_runs_at_once(self):
        made = self.as_admin("POST", "/admin/vouchers", {"amount": 3, "max_uses": 5, "note": "fair"}, expect=201)["data"][0]
        accounts = [self.beaver.account(balance=0) for _ in range(8)]
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda account: self.beaver.call("POST", "/account/vouchers/redeem", {"code": made["code"]},
                                                                     key=account.key).status, accounts * 2))
        self.assertEqual(answers.count(200), 5, answers)
        self.assertEqual(sum(self.balance(account) for account in accounts), 15)
        shown = next(one for one in self.as_admin("GET", "/admin/vouchers?search=FAI")["data"] if one["id"] == made["id"])
        self.assertEqual(self.as_admin("GET", f"/admin/vouchers?search={shown['preview'][-4:]}")["data"], [shown])
        self.assertEqual(self.as_admin("GET", "/admin/vouchers?search=fa%25r")["data"], [])
        self.assertEqual((shown["uses"], "code" in shown), (5, False))
        self.assertEqual(self.audited("voucher.redeem", made["id"]), 5)
        self.assertNotIn(made["code"].replace("-", "").encode(), self.beaver.database.read_bytes())

    def test_codes_may_be_written_as_people_write_them(self):
        code = self.as_admin("POST", "/admin/vouchers", {"amount": 1}, expect=201)["data"][0]["code"]
        account = self.beaver.account(balance=0)
        self.own(account, "POST", "/account/vouchers/redeem", {"code": code.lower().replace("-", " ")})
        self.assertEqual(self.own(account, "POST", "/account/vouchers/redeem", {"code": code}, expect=409)["error"]["code"],
                         "voucher_redeemed")

    def test_revoked_and_unknown_codes_answer_the_same_and_guessing_is_slowed(self):
        made = self.as_admin("POST", "/admin/vouchers", {"amount": 1, "count": 2}, expect=201)["data"]
        self.as_admin("DELETE", f"/admin/vouchers/{made[0]['id']}")
        account = self.beaver.account(balance=0)
        unknown = self.own(account, "POST", "/account/vouchers/redeem", {"code": "BV-0000-0000-0000-0000"}, expect=404)
        revoked = self.own(account, "POST", "/account/vouchers/redeem", {"code": made[0]["code"]}, expect=404)
        self.assertEqual(unknown, revoked)
        statuses = [self.beaver.call("POST", "/account/vouchers/redeem", {"code": f"guess {number}"}, key=account.key).status
                    for number in range(8)]
        self.assertEqual(statuses[-1], 429, statuses)
        self.as_admin("POST", "/admin/vouchers", {"amount": 1, "expires_at": "2020-01-01T00:00:00Z"}, expect=400)

    # Statements and transactions

    def test_a_statement_adds_up(self):
        account = self.beaver.account(balance=2)
        for _ in range(7):
            self.beaver.complete(account, "e2e-dear")
        self.as_admin("POST", "/admin/adjustments", {"account_id": account.id, "amount": -0.25, "reason": "less"})
        statement = self.own(account, "GET", "/account/statement?limit=3")
        self.assertEqual(statement["opening_balance"], 0)
        self.assertEqual(sum(line["amount"] for line in statement["totals"]), statement["closing_balance"])
        self.assertEqual(statement["closing_balance"], self.balance(account))
        entries, page = statement["data"], statement
        while page["has_more"]:
            page = self.own(account, "GET", f"/account/statement?limit=3&after={page['next']}")
            entries += page["data"]
        self.assertEqual(sum(one["amount"] for one in entries), statement["closing_balance"])
        self.assertEqual(len(entries), 9)
        later = self.own(account, "GET", f"/account/statement?from={entries[-1]['created_at']}")
        self.assertEqual(later["opening_balance"] + sum(one["amount"] for one in later["data"]), later["closing_balance"])
        lines = self.beaver.call("GET", "/account/statement?format=csv", key=account.key).body.decode().splitlines()
        self.assertIn("opening_balance", lines[1])
        self.assertTrue(lines[-1].endswith(f"{statement['closing_balance']}"))
        self.assertEqual(len(lines), 1 + 9 + 2)

    def test_transactions_are_found(self):
        account = self.beaver.account(balance=2)
        call = self.beaver.complete(account, "e2e-cheap").headers["x-beaver-request-id"]
        found = self.as_admin("GET", f"/admin/transactions?account={account.id}")["data"]
        self.assertEqual([one["type"] for one in found], ["usage", "top_up"])
        self.assertEqual(self.as_admin("GET", f"/admin/transactions?account={account.id}&type=top_up")["data"], found[1:])
        self.assertEqual(self.as_admin("GET", f"/admin/transactions?reference={call}")["data"], found[:1])
        self.assertEqual(self.as_admin("GET", f"/admin/transactions?account={account.id}&without_usage=true")["data"], found[1:])
        usage, topped = found
        email = self.as_admin("GET", f"/admin/accounts/{account.id}")["email"].replace("@", "%40")
        for search, wanted in ((email.upper(), found), (account.id, found), (call, [usage]), (topped["id"], [topped]),
                               (email + "&type=top_up", [topped]), ("Top-UP&account=" + account.id, [topped]), ("nobody-of-this-name", [])):
            self.assertEqual(self.as_admin("GET", f"/admin/transactions?search={search}")["data"], wanted, search)
        self.assertEqual(self.as_admin("GET", f"/admin/transactions?search={email}&limit=1&after=" +
                                       self.as_admin("GET", f"/admin/transactions?search={email}&limit=1")["next"])["data"], [topped])
        # More accounts than are looked up one by one.
        for number in range(51):
            self.as_admin("POST", "/admin/accounts", {"email": f"crowd-{number}@crowded.example", "initial_balance": 1}, expect=201)
        crowd = self.as_admin("GET", "/admin/transactions?search=crowded.example&limit=500")["data"]
        self.assertEqual(len(crowd), 51)
        self.assertEqual(len(self.own(account, "GET", "/account/transactions?search=top-up")["data"]), 1)
        page = self.as_admin("GET", f"/admin/transactions?account={account.id}&limit=1")
        self.assertEqual(self.as_admin("GET", f"/admin/transactions?account={account.id}&limit=1&after={page['next']}")["data"], found[1:])

    # Invoices

    def used_last_month(self, zone="UTC", count=3):
        """An account with calls, whose usage is moved into the month before in its zone."""
        account = self.beaver.account(balance=1, time_zone=zone)
        for number in range(count):
            self.beaver.complete(account, "e2e-dear" if number else "e2e-cheap")
        now = datetime.datetime.now(zoneinfo.ZoneInfo(zone))
        first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        hour = int((first - datetime.timedelta(hours=1)).timestamp() * 1000) // HOUR * HOUR
        return account, hour, (first - datetime.timedelta(days=1)).strftime("%Y-%m")

    def move(self, moves):
        """Only with the gateway stopped."""
        import sqlite3
        self.beaver.terminate()
        with sqlite3.connect(self.beaver.database) as database:
            for account, hour in moves:
                database.execute("UPDATE usage_rollups SET hour = ? WHERE account_id = ?", (hour, account.id))
                database.execute("UPDATE OR REPLACE usage_account_months SET month = (SELECT CAST(strftime('%s', ? / 1000, 'unixepoch', "
                                 "'start of month') AS INTEGER) * 1000) WHERE account_id = ?", (hour, account.id))
        self.beaver.start()

    def test_a_tax_rate_of_ones_own_is_given_and_taken_away(self):
        account = self.beaver.account(balance=0)
        path = f"/admin/accounts/{account.id}/billing"
        self.as_admin("PATCH", path, {"tax_rate": 7.5, "tax_id": "ATU1"})
        self.as_admin("PATCH", path, {"name": "Lodge"})
        self.assertEqual(self.beaver.admin("GET", path)["tax_rate"], 7.5)
        self.as_admin("PATCH", path, {"tax_rate": None})
        self.assertEqual(self.beaver.admin("GET", path), {"name": "Lodge", "address": "", "tax_id": "ATU1", "tax_rate": None})

    def test_invoices(self):
        self.as_admin("PATCH", "/admin/billing/settings", {"seller_name": "Beaver & Søn", "seller_address": "Dam 1\nLake", "tax_rate": 19,
                                                            "tax_included": True, "invoice_note": "Thank you."})
        used = [self.used_last_month(zone) for zone in ("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")]
        plus = self.used_last_month()
        self.as_admin("PATCH", f"/admin/accounts/{plus[0].id}/billing", {"tax_rate": 7.5, "name": "<b>Łódź</b>", "address": "Ulica 2"})
        self.move([one[:2] for one in used + [plus]])
        # The job made them at start; asked for again and at once they are the same.
        self.beaver.admin("GET", "/admin/ledger/proof")
        with concurrent.futures.ThreadPoolExecutor(10) as pool:
            answers = list(pool.map(lambda one: self.beaver.call("POST", "/admin/invoices", {"account_id": one[0].id, "month": one[2]},
                                                                 key=self.beaver._token), (used + [plus]) * 4))
        self.assertEqual({answer.status for answer in answers}, {200}, answers[0].body)
        invoices = [exact(answer) for answer in answers]
        self.assertEqual(len({one["id"] for one in invoices}), 5)
        numbers = sorted(row[0] for row in self.beaver.rows("SELECT number FROM invoices"))
        self.assertEqual(numbers, [f"INV-{number:06}" for number in range(1, len(numbers) + 1)])
        for invoice in invoices[:5]:
            charged = -self.beaver.rows("SELECT SUM(customer) FROM ledger_entries WHERE type = 'usage' AND account_id = ?",
                                        invoice["account_id"])[0][0]
            self.assertEqual(invoice["total"], decimal.Decimal(charged).scaleb(-9))
            self.assertEqual(sum(line["amount"] for line in invoice["lines"]), invoice["total"])
            self.assertEqual(invoice["subtotal"] + invoice["tax"], invoice["total"])
            rate = invoice["tax_rate"]
            self.assertEqual(invoice["tax"], (invoice["total"] * rate / (100 + rate)).quantize(decimal.Decimal("1e-9"), decimal.ROUND_HALF_EVEN))
            self.assertEqual((invoice["status"], invoice["due"]), ("paid", 0))
        self.assertEqual(invoices[4]["tax_rate"], decimal.Decimal("7.5"))

        account, invoice = plus[0], invoices[4]
        path = f"/account/invoices/{invoice['id']}"
        self.assertEqual(self.own(account, "GET", "/account/invoices")["data"], [self.own(account, "GET", path)])
        html = self.beaver.call("GET", path, key=account.key, headers={"accept": "text/html"})
        self.assertIn("&lt;b&gt;Łódź&lt;/b&gt;", html.body.decode())
        self.assertNotIn("<b>Łódź", html.body.decode())
        pdf = self.beaver.call("GET", f"{path}?format=pdf", key=account.key)
        self.assertEqual((pdf.status, pdf.headers["content-type"], pdf.body[:5]), (200, "application/pdf", b"%PDF-"), pdf.body[:300])
        self.assertEqual(self.beaver.call("GET", path, key=used[0][0].key).status, 404)
        billing = self.own(account, "GET", "/account/billing")
        self.assertEqual((billing["spend_last_month"], billing["invoices"][0]["id"]), (invoice["total"], invoice["id"]))

        # Another time zone makes no second invoice of the month.
        for zone in ("Pacific/Auckland", "America/Los_Angeles"):
            self.as_admin("PATCH", f"/admin/accounts/{account.id}", {"time_zone": zone})
            same = self.as_admin("POST", "/admin/invoices", {"account_id": account.id, "month": plus[2]})
            self.assertEqual(same["id"], invoice["id"])
        self.as_admin("PATCH", f"/admin/accounts/{account.id}", {"time_zone": "UTC"})

        # A void one keeps its number; another takes the next.
        self.as_admin("POST", f"/admin/invoices/{invoice['id']}/void", {"reason": "wrong address"})
        self.as_admin("POST", f"/admin/invoices/{invoice['id']}/void", {"reason": "again"}, expect=409)
        self.as_admin("PATCH", "/admin/billing/settings", {"tax_included": False})
        again = self.as_admin("POST", "/admin/invoices", {"account_id": account.id, "month": plus[2]})
        self.assertEqual(again["number"], f"INV-{len(numbers) + 1:06}")
        email = self.as_admin("GET", f"/admin/accounts/{account.id}")["email"].replace("@", "%40")
        for search, found in ((again["number"].lower(), [again["id"]]), (again["id"], [again["id"]]), (email, [again["id"], invoice["id"]]), ("nobody", [])):
            self.assertEqual([one["id"] for one in self.as_admin("GET", f"/admin/invoices?search={search}")["data"]], found, search)
        self.assertEqual((again["subtotal"], again["due"], again["status"]), (invoice["total"], again["tax"], "issued"))
        self.assertEqual(self.as_admin("POST", f"/admin/invoices/{again['id']}/paid", {})["status"], "paid")
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m")
        self.as_admin("POST", "/admin/invoices", {"account_id": account.id, "month": now}, expect=400)
        self.as_admin("POST", "/admin/invoices", {"account_id": account.id, "month": "2020-02"}, expect=422)
        self.assertEqual(self.audited("invoice.void", invoice["id"]), 1)

    def invoiced(self, account):
        """What calls took from the account in this month by the ledger, with what came back of them."""
        (nano,), = self.beaver.rows("SELECT -SUM(customer) FROM ledger_entries WHERE account_id = ? AND (type = 'usage' OR "
                                    "(type = 'refund' AND revenue < 0) OR description LIKE 'Price correction%')", account.id)
        return decimal.Decimal(nano).scaleb(-9)

    def backdated(self, accounts):
        """Their entries and usage as if made in the month before. Only with the gateway stopped; returns that month."""
        import sqlite3
        now = datetime.datetime.now(datetime.timezone.utc)
        last = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0) - datetime.timedelta(hours=12)
        ms = int(last.timestamp() * 1000) // HOUR * HOUR
        month = int(last.replace(day=1, hour=0).timestamp() * 1000)
        with sqlite3.connect(self.beaver.database) as database:
            trigger, = database.execute("SELECT sql FROM sqlite_master WHERE name = 'ledger_entries_no_update'").fetchone()
            database.execute("DROP TRIGGER ledger_entries_no_update")
            for account in accounts:
                database.execute("UPDATE ledger_entries SET created_at = ? WHERE account_id = ?", (ms, account.id))
                database.execute("UPDATE usage_rollups SET hour = ? WHERE account_id = ?", (ms, account.id))
                database.execute("UPDATE OR REPLACE usage_account_months SET month = ? WHERE account_id = ?", (month, account.id))
            database.execute(trigger)
        return last.strftime("%Y-%m")

    def test_what_came_back_of_calls_is_on_the_invoice_of_its_month(self):
        # A gateway of its own: entries that are moved in time break the chain of hashes.
        with Gateway("ok;tokens=20", prices=MODELS | {"e2e-corrected": MODELS["e2e-dear"]}) as gateway:
            self.beaver = gateway.beaver
            self.invoices_with_corrections()
        self.beaver = type(self).beaver

    def invoices_with_corrections(self):
        def correct(price):
            return self.as_admin("POST", "/admin/pricing/corrections", {"model": "e2e-corrected", "from": "2020-01-01T00:00:00Z",
                                 "dry_run": False, "list_prices": {"input": price, "output": price}})
        lowered, raised, only = (self.beaver.account(balance=1) for _ in range(3))
        for account in (lowered, lowered, only):
            call = self.beaver.complete(account, "e2e-corrected").headers["x-beaver-request-id"]
        self.beaver.complete(lowered, "e2e-cheap")
        self.as_admin("POST", "/admin/adjustments", {"account_id": lowered.id, "amount": 0.3, "reason": "a gift is no part of an invoice"})
        self.as_admin("POST", "/admin/refunds", {"account_id": only.id, "reference": call, "amount": 0.000000001, "reason": "slow"})
        self.assertEqual(correct(1)["calls"], 3)
        self.beaver.complete(raised, "e2e-corrected")
        self.assertEqual(correct(9)["calls"], 4)
        self.assertEqual(correct(8)["calls"], 4)
        self.beaver.terminate()
        month = self.backdated([lowered, raised])
        # Of this one only what came back is of that month; it called nothing in it, nor since.
        import sqlite3
        self.backdated([only])
        with sqlite3.connect(self.beaver.database) as database:
            database.execute("DELETE FROM usage_rollups WHERE account_id = ?", (only.id,))
            database.execute("DELETE FROM usage_account_months WHERE account_id = ?", (only.id,))
        self.beaver.start()

        def by_the_job(account):
            return self.own(account, "GET", "/account/invoices")["data"]
        for account in (lowered, raised, only):
            invoice, = eventually(lambda: by_the_job(account), "invoice")
            self.assertEqual(self.as_admin("POST", "/admin/invoices", {"account_id": account.id, "month": month}), invoice)
            lines = {line["description"]: line for line in invoice["lines"]}
            self.assertIn("Price corrections of e2e-corrected", lines)
            self.assertEqual(lines["Price corrections of e2e-corrected"]["model"], "e2e-corrected")
            self.assertEqual(sum(line["amount"] for line in invoice["lines"]), invoice["total"])
            (charge,), = self.beaver.rows("SELECT COALESCE(SUM(customer), 0) FROM ledger_entries WHERE account_id = ? AND type = 'usage'",
                                          account.id)
            expected = self.invoiced(account) + (decimal.Decimal(charge).scaleb(-9) if account is only else 0)
            self.assertEqual(invoice["total"], expected)
            self.assertEqual((invoice["due"], invoice["status"]), (0, "paid"))
        self.assertLess(lines["Refunds of calls"]["amount"], 0)


if __name__ == "__main__":
    unittest.main()
