"""Refunds and price corrections of the same calls: together they never give back more than was paid."""

import concurrent.futures
import decimal
import json
import sqlite3
import unittest

from harness.gateway import Gateway
from harness.waiting import eventually

TOKENS = 100
PROMPT = 40
MODELS = ("e2e-refunded", "e2e-partly", "e2e-corrected", "e2e-kept", "e2e-raised", "e2e-race", "e2e-older", "e2e-pending")
PRICES = {name: {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 100000, "max_output_tokens": 10000,
                 "input_cost_per_token": "4e-6", "output_cost_per_token": "4e-6"} for name in MODELS}


class Returns(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway(f"ok;tokens={TOKENS};prompt={PROMPT}", prices=PRICES)
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    def setUp(self):
        self.addCleanup(self.beaver.assert_balanced)

    def asked(self, model, number=1):
        """An account of 1 USD that called the model, the ids of its calls and what one of them cost."""
        account = self.beaver.account(balance=1)
        ids = []
        for _ in range(number):
            answer = self.beaver.complete(account, model, max_tokens=TOKENS)
            self.assertEqual(answer.status, 200, answer)
            ids.append(answer.headers["x-beaver-request-id"])
        cost = decimal.Decimal(str(self.beaver.settled_receipt(account, ids[-1])["cost"]))
        return account, ids, cost

    def correct(self, model, price, dry=False):
        return self.beaver.admin("POST", "/admin/pricing/corrections", {
            "model": model, "from": "2020-01-01T00:00:00Z", "list_prices": {"input": price, "output": price}, "dry_run": dry},
            expect=(200, 201))

    def refund(self, account, call, amount):
        """The answer's status, and the error's code where it isn't 200."""
        self.beaver.admin("GET", "/admin/ledger/proof")
        body = f'{{"account_id": "{account.id}", "reference": "{call}", "amount": {amount:f}, "reason": "slow"}}'.encode()
        answer = self.beaver.call("POST", "/admin/refunds", body, key=self.beaver._token, headers={"content-type": "application/json"})
        return answer.status, json.loads(answer.body).get("error", {}).get("code")

    def returned(self, account, cost):
        """What of the cost came back to the account."""
        return decimal.Decimal(str(self.beaver.balance(account.key)["balance"])) - (1 - cost)

    def test_a_refunded_call_is_not_corrected_again(self):
        account, (call,), cost = self.asked("e2e-refunded")
        self.assertEqual(self.refund(account, call, cost), (200, None))
        self.assertEqual(self.correct("e2e-refunded", 1, dry=True)["calls"], 0)
        self.assertEqual(self.correct("e2e-refunded", 1)["refunded"], 0)
        self.assertEqual(self.returned(account, cost), cost)

    def test_a_correction_after_a_partial_refund_gives_back_what_is_still_paid_too_much(self):
        account, (call,), cost = self.asked("e2e-partly")
        self.refund(account, call, cost / 2)
        self.assertEqual(decimal.Decimal(str(self.correct("e2e-partly", 1, dry=True)["refunded"])), cost / 4)
        self.assertEqual(decimal.Decimal(str(self.correct("e2e-partly", 1)["refunded"])), cost / 4)
        self.assertEqual(self.returned(account, cost), cost * 3 / 4)

    def test_a_corrected_call_is_refunded_up_to_what_is_still_paid(self):
        account, (call,), cost = self.asked("e2e-corrected")
        self.correct("e2e-corrected", 1)
        self.assertEqual(self.refund(account, call, cost), (422, "refund_too_large"))
        self.assertEqual(self.refund(account, call, cost / 4), (200, None))
        self.assertEqual(self.refund(account, call, decimal.Decimal("1e-9")), (422, "refund_too_large"))
        self.assertEqual(self.returned(account, cost), cost)

    def test_a_refund_is_not_asked_back_by_a_correction(self):
        account, (call,), cost = self.asked("e2e-kept")
        self.refund(account, call, cost / 2)
        self.assertEqual(self.correct("e2e-kept", 3)["calls"], 0)
        done = self.correct("e2e-kept", 5)
        self.assertEqual((decimal.Decimal(str(done["charged"])), done["uncollected"]), (cost / 4, 0))
        self.assertEqual(self.returned(account, cost), cost / 4)

    def test_what_a_correction_charged_can_be_refunded(self):
        account, (call,), cost = self.asked("e2e-raised")
        self.correct("e2e-raised", 8)
        self.assertEqual(self.refund(account, call, cost * 2), (200, None))
        self.assertEqual(self.returned(account, cost), cost)

    def test_refunds_and_a_correction_at_once_never_give_back_more_than_was_paid(self):
        account, calls, cost = self.asked("e2e-race", 12)
        self.beaver.admin("GET", "/admin/ledger/proof")
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            correcting = pool.submit(self.correct, "e2e-race", 1)
            refunds = list(pool.map(lambda call: self.refund(account, call, cost)[0], calls))
            done = correcting.result()
        self.assertEqual(done["status"], "done")
        given = {reference: decimal.Decimal(amount).scaleb(-9) for reference, amount in self.beaver.rows(
            "SELECT reference, SUM(customer) FROM ledger_entries WHERE account_id = ? AND customer > 0 AND type <> 'top_up' "
            "GROUP BY reference", account.id)}
        for call, status in zip(calls, refunds):
            self.assertEqual(given[call], cost if status == 200 else cost * 3 / 4)

    def test_an_older_correction_that_goes_on_leaves_what_a_newer_one_decided(self):
        account, calls, cost = self.asked("e2e-older", 4)
        self.correct("e2e-older", 1)
        self.assertEqual(self.correct("e2e-older", 4)["calls"], 4)
        self.assertEqual(self.returned(account, cost * 4), 0)
        self.beaver.kill()
        # As it stands when the first was stopped after one call, and the second, which found all others right, came before the next start.
        with sqlite3.connect(self.beaver.database) as database:
            (older,), _ = database.execute("SELECT id FROM price_corrections WHERE model_id = 'e2e-older' ORDER BY id").fetchall()
            database.execute("UPDATE price_corrections SET status = 'running' WHERE id = ?", (older,))
            database.executemany("DELETE FROM corrected_calls WHERE call_id = ?", [(call,) for call in calls[1:]])
        self.beaver.start()
        eventually(lambda: self.beaver.rows("SELECT 1 FROM price_corrections WHERE id = ? AND status = 'done'", older), "end of the older one")
        self.assertEqual(self.returned(account, cost * 4), 0)

    def test_what_a_killed_correction_had_only_reserved_is_moved_at_the_next_start(self):
        account, (call,), cost = self.asked("e2e-pending")
        done = self.correct("e2e-pending", 2)
        self.refund(account, call, cost / 4)
        self.beaver.kill()
        with sqlite3.connect(self.beaver.database) as database:
            version, = database.execute("SELECT version_id FROM price_corrections WHERE id = ?", (done["id"],)).fetchone()
            database.execute("INSERT INTO price_versions (model_id, state, valid_from, source, created_at) VALUES ('e2e-pending', 'priced', 0, "
                             "'correction', 0)")
            new = database.execute("SELECT MAX(id) FROM price_versions").fetchone()[0]
            database.execute("INSERT INTO list_prices (version_id, bucket, from_input_tokens, femto_usd) SELECT ?, bucket, from_input_tokens, "
                             "0 FROM list_prices WHERE version_id = ?", (new, version))
            database.execute("INSERT INTO price_corrections (id, model_id, version_id, from_at, until_at, reason, actor, status, created_at) "
                             "SELECT 'cor_z', model_id, ?, from_at, until_at, reason, actor, 'running', created_at FROM price_corrections "
                             "WHERE id = ?", (new, done["id"]))
            database.execute("INSERT INTO corrected_calls (call_id, correction_id, account_id, was, became, amount) VALUES (?, 'cor_z', ?, 1, 0, 1)",
                             (call, account.id))
        self.beaver.start()
        eventually(lambda: self.beaver.rows("SELECT 1 FROM price_corrections WHERE id = 'cor_z' AND status = 'done'"), "end of the correction")
        self.assertEqual(self.returned(account, cost), cost)


if __name__ == "__main__":
    unittest.main()
