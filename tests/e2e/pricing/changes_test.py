"""Prices as they could be (what-if) and as they should have been (corrections)."""

import decimal
import time
import unittest

from harness.gateway import Gateway
from harness.waiting import eventually

TOKENS = 100
PROMPT = 40
MODELS = {"e2e-wrong": "4e-6", "e2e-cheap": "1e-6", "e2e-killed": "4e-6", "e2e-at-once": "4e-6"}
PRICES = {name: {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 100000, "max_output_tokens": 10000,
                 "input_cost_per_token": price, "output_cost_per_token": price} for name, price in MODELS.items()}
NANO = decimal.Decimal("1e-9")


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%S.999Z", time.gmtime(time.time() - 1))


class Changes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway(f"ok;tokens={TOKENS};prompt={PROMPT}", prices=PRICES)
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    def ask(self, account, model, number=1):
        for _ in range(number):
            answer = self.beaver.complete(account, model, max_tokens=TOKENS)
            self.assertEqual(answer.status, 200, answer)
        return self.beaver.settled_receipt(account, answer.request_id)

    def correct(self, model, price, /, expect=(200, 201), **more):
        return self.beaver.admin("POST", "/admin/pricing/corrections", {
            "model": model, "from": "2020-01-01T00:00:00Z", "list_prices": {"input": price, "output": price}} | more, expect=expect)

    def corrections_of(self, account):
        return [entry for entry in self.beaver.transactions(account.key, 200) if entry["type"] == "adjustment"]

    def test_a_price_that_was_too_high_is_given_back_once(self):
        account = self.beaver.account(balance=1)
        receipts = [self.ask(account, "e2e-wrong") for _ in range(3)]
        paid = sum(decimal.Decimal(str(receipt["cost"])) for receipt in receipts)
        dry = self.correct("e2e-wrong", 1, reason="The list was wrong")
        self.assertEqual((dry["status"], dry["calls"], len(dry["sample"])), ("dry_run", 3, 3))
        self.assertEqual(self.corrections_of(account), [])
        done = self.correct("e2e-wrong", 1, reason="The list was wrong", dry_run=False)
        self.assertEqual((done["status"], done["calls"], done["refunded"], done["charged"]), ("done", 3, dry["refunded"], 0))
        right = sum((decimal.Decimal(str(receipt["cost"])) / 4).quantize(NANO, decimal.ROUND_HALF_EVEN) for receipt in receipts)
        self.assertEqual(decimal.Decimal(str(done["refunded"])), paid - right)
        entries = self.corrections_of(account)
        self.assertEqual({entry["reference"] for entry in entries}, {receipt["id"] for receipt in receipts})
        self.assertEqual({entry["description"] for entry in entries}, {"The list was wrong"})
        self.assertEqual(self.beaver.balance(account.key)["balance"], 1 - right)
        # The same again moves nothing, and a better price only the rest.
        self.assertEqual(self.correct("e2e-wrong", 1, dry_run=False)["calls"], 0)
        self.assertEqual(self.correct("e2e-wrong", 0.5, dry_run=False)["calls"], 3)
        self.assertEqual(len(self.corrections_of(account)), 6)
        # What was right prices nothing new.
        self.assertEqual(self.ask(account, "e2e-wrong")["buckets"][0]["list_price_per_million"], 4)
        listed = self.beaver.admin("GET", "/admin/pricing/corrections?limit=1")
        self.assertTrue(listed["has_more"])
        self.assertTrue(self.beaver.rows("SELECT 1 FROM audit_log WHERE action = 'pricing.correct' AND subject = ?", done["id"]))
        self.beaver.assert_balanced()

    def test_a_call_that_was_answered_counts_at_once(self):
        account = self.beaver.account(balance=1)
        for calls in range(1, 101):
            self.assertEqual(self.beaver.complete(account, "e2e-at-once", max_tokens=TOKENS).status, 200)
            self.assertEqual(self.correct("e2e-at-once", 1)["calls"], calls)

    def test_a_price_that_was_too_low_is_charged_as_far_as_the_balance_goes(self):
        account = self.beaver.account(balance=1)
        cost = decimal.Decimal(str(self.ask(account, "e2e-cheap")["cost"]))
        poor = self.beaver.account(balance=cost * 2)
        self.ask(poor, "e2e-cheap")
        done = self.correct("e2e-cheap", 5, dry_run=False)
        self.assertEqual(done["calls"], 2)
        self.assertEqual(self.beaver.balance(poor.key)["balance"], 0)
        self.assertEqual(self.beaver.balance(account.key)["balance"], 1 - cost * 5)
        self.assertEqual((decimal.Decimal(str(done["charged"])), decimal.Decimal(str(done["uncollected"]))), (cost * 4 + cost, cost * 3))
        self.assertEqual(self.correct("e2e-cheap", 5, dry_run=False, until=now())["charged"], 0)
        self.beaver.assert_balanced()

    def test_wrong_wishes_are_refused(self):
        for more, param in (({"model": "e2e-none"}, "model"), ({"from": "yesterday"}, "from"), ({"until": "2999-01-01T00:00:00Z"}, "until"),
                            ({"list_prices": None}, "list_prices"), ({"list_prices": {"gold": 1}}, "list_prices"), ({"free": True}, "list_prices")):
            with self.subTest(more=more):
                self.assertEqual(self.correct("e2e-wrong", 1, expect=(400,), **more)["error"]["param"], param)

    def test_what_if_compares_what_was_with_what_would_be(self):
        with Gateway(f"ok;tokens={TOKENS};prompt={PROMPT}", prices=PRICES) as gateway:
            self.gateway, self.beaver = gateway, gateway.beaver
            plain, own = self.beaver.account(balance=1), self.beaver.account(balance=1, pricing_policy="pass_through")
            charged = decimal.Decimal(str(self.ask(plain, "e2e-wrong", 2)["cost"])) * 2
            receipt = self.ask(own, "e2e-wrong")
            listed = decimal.Decimal(str(receipt["list_cost"]))
            charged += listed

            def what_if(**change):
                return self.beaver.admin("POST", "/admin/pricing/what-if", change)
            same = what_if()
            self.assertEqual((same["calls"], same["charged"], same["difference"]), (3, charged, 0))
            self.assertEqual(same["today"], same["changed"])
            self.assertEqual(same["today"]["list_cost"], listed * 3)
            flat = what_if(pricing_policy="flat_per_token")
            self.assertEqual(flat["changed"]["revenue"], 2 * (TOKENS + PROMPT) * decimal.Decimal("0.00002") + listed)
            self.beaver.admin("PATCH", "/admin/pricing", {"pricing_policy": "flat_per_token"})
            for back in ("", None):
                self.assertEqual(what_if(pricing_policy=back)["difference"], same["today"]["revenue"] - flat["changed"]["revenue"])
            self.beaver.admin("PATCH", "/admin/pricing", {"pricing_policy": None})
            category = same["by_category"][0]["category"]
            dearer = what_if(markups={category: 100})
            self.assertEqual(dearer["changed"]["revenue"], listed * 2 * 2 + listed)
            self.assertEqual(dearer["changed"]["margin"], listed * 2)
            self.assertEqual(dearer["top_models"][0]["model"], "e2e-wrong")
            half = what_if(list_prices={"e2e-wrong": {"input": 2, "output": 2}})
            self.assertTrue(half["approximate"])
            self.assertEqual(half["changed"]["list_cost"], listed * 3 / 2)
            # Nothing was changed by asking.
            self.assertEqual(self.ask(own, "e2e-wrong")["list_cost"], receipt["list_cost"])
            for body in ({"markups": {"GOLD": 1}}, {"markups": 1}, {"pricing_policy": "gold"}, {"list_prices": {"none": {}}}, {"days": 0}):
                self.beaver.admin("POST", "/admin/pricing/what-if", body, expect=(400,))

    def test_what_if_cuts_tells_what_moves_and_what_that_brings(self):
        with Gateway(f"ok;tokens={TOKENS};prompt={PROMPT}", prices=PRICES) as gateway:
            self.gateway, self.beaver = gateway, gateway.beaver
            self.beaver.admin("POST", "/admin/pricing/recalculate", {})
            account = self.beaver.account(balance=1)
            category = self.beaver.admin("GET", "/admin/pricing-categories")["data"][0]
            cut = category["percentile"] + 10
            told = self.beaver.admin("POST", "/admin/pricing/what-if", {"percentiles": {category["name"]: cut}})
            moves = [(move["model"], move["from"], move["to"]) for move in told["changes"]]
            models = {model["id"]: model for model in self.beaver.admin("GET", "/admin/models?limit=1000")["data"]}
            model = next(name for name, _, _ in moves if models[name]["provider"] in ("openai", "deepseek", "xai") and "tools" in models[name]["features"])
            self.beaver.admin("PATCH", f"/admin/pricing-categories/{category['name']}", {"markup_percent": 77})
            self.ask(account, model)
            would = self.beaver.admin("POST", "/admin/pricing/what-if", {"percentiles": {category["name"]: cut}})
            self.assertNotEqual(would["difference"], 0)
            self.assertEqual(self.beaver.admin("GET", "/admin/pricing-categories")["data"][0]["percentile"], category["percentile"], "only asked")
            self.beaver.admin("PATCH", f"/admin/pricing-categories/{category['name']}", {"percentile": cut})
            planned = self.beaver.admin("POST", "/admin/pricing/recalculate?dry_run=true", {})
            self.assertEqual(moves, [(move["model"], move["from"], move["to"]) for move in planned["changes"]])
            self.beaver.admin("POST", "/admin/pricing/recalculate", {})
            now = self.beaver.admin("POST", "/admin/pricing/what-if", {})
            self.assertEqual((now["today"], now["changes"]), (would["changed"], []))
            for wrong in ({"GOLD": 10}, {category["name"]: 0}, {category["name"]: 100}, {category["name"]: 1.5}, 3):
                refused = self.beaver.admin("POST", "/admin/pricing/what-if", {"percentiles": wrong}, expect=(400,))
                self.assertIn(refused["error"]["param"], ("percentiles", "percentile"))

    def test_a_killed_correction_goes_on_at_the_next_start(self):
        account = self.beaver.account(balance=1)
        self.ask(account, "e2e-killed", 20)
        self.correct("e2e-killed", 1, dry_run=False)
        self.beaver.kill()
        # As a process killed in the middle would have left it: some calls without their entry, and the sums unknown.
        import sqlite3
        with sqlite3.connect(self.beaver.database) as database:
            version = database.execute("SELECT version_id FROM price_corrections WHERE model_id = 'e2e-killed'").fetchone()[0]
            database.execute("INSERT INTO price_versions (model_id, state, valid_from, source, created_at) VALUES ('e2e-killed', 'priced', 0, "
                             "'correction', 0)")
            new = database.execute("SELECT MAX(id) FROM price_versions").fetchone()[0]
            database.execute("INSERT INTO list_prices (version_id, bucket, from_input_tokens, femto_usd) SELECT ?, bucket, from_input_tokens, "
                             "femto_usd / 2 FROM list_prices WHERE version_id = ?", (new, version))
            database.execute("INSERT INTO price_corrections (id, model_id, version_id, from_at, until_at, reason, actor, status, created_at) "
                             "SELECT 'cor_killed', model_id, ?, from_at, until_at, reason, actor, 'running', created_at FROM price_corrections "
                             "WHERE model_id = 'e2e-killed'", (new,))
        self.beaver.start()
        eventually(lambda: self.beaver.rows("SELECT status FROM price_corrections WHERE id = 'cor_killed'") == [("done",)],
                   "end of the correction")
        self.assertEqual(len(self.corrections_of(account)), 40)
        self.assertEqual(self.beaver.rows("SELECT COUNT(*), COUNT(DISTINCT call_id) FROM corrected_calls WHERE correction_id = 'cor_killed'"),
                         [(20, 20)])
        self.beaver.assert_balanced()


if __name__ == "__main__":
    unittest.main()
