"""How list prices become sale prices: of the gateway, of an account, of a model; receipts that say so, and prices that have a past."""

import decimal
import unittest

from harness.gateway import Gateway, recomputed_cost
from harness.waiting import eventually

TOKENS = 100
PROMPT = 40
MODEL = "e2e-priced"
PRICES = {name: {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 100000, "max_output_tokens": 10000,
                 "input_cost_per_token": price, "output_cost_per_token": price}
          for name, price in ((MODEL, "1e-6"), ("e2e-dear", "9e-6"), ("e2e-fixed", "2e-6"), ("e2e-free", "3e-6"))}


def million(amount):
    return decimal.Decimal(amount) / 1_000_000


class Policies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway(f"ok;tokens={TOKENS};prompt={PROMPT}", prices=PRICES)
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    def tearDown(self):
        self.beaver.admin("PATCH", "/admin/pricing", {"pricing_policy": None})

    def ask(self, account, model=MODEL):
        answer = self.beaver.complete(account, model, max_tokens=TOKENS)
        self.assertEqual(answer.status, 200, answer)
        receipt = self.beaver.settled_receipt(account, answer.request_id)
        self.assertEqual(decimal.Decimal(str(receipt["cost"])), recomputed_cost(receipt), receipt)
        return receipt

    def cost_and_policy(self, account, model=MODEL):
        receipt = self.ask(account, model)
        return decimal.Decimal(str(receipt["cost"])), receipt["policy"]

    def test_each_policy_has_its_price_and_its_name_on_the_receipt(self):
        markup = decimal.Decimal(str(self.ask(self.beaver.account(balance=1))["markup"]))
        listed = (TOKENS + PROMPT) * million(1)
        for policy, name, cost in (
                ("category_markup", "category_markup", listed * (1 + markup)), ("pass_through", "pass_through", listed),
                ("flat_per_token", "flat_per_token", (TOKENS + PROMPT) * million(20)),
                ("flat_per_token:20", "flat_per_token", (TOKENS + PROMPT) * million(20)),
                ("flat_per_token:0.5", "flat_per_token:0.5", (TOKENS + PROMPT) * million("0.5")),
                ("fixed_price:output=7,input=3.25", "fixed_price:input=3.25,output=7", PROMPT * million("3.25") + TOKENS * million(7)),
                ("fixed_price:requests=2", "fixed_price:requests=2", decimal.Decimal(2) / 1000)):
            with self.subTest(policy=policy):
                account = self.beaver.account(balance=1, pricing_policy=policy)
                charged, said = self.cost_and_policy(account)
                self.assertEqual((charged, said), (cost.quantize(decimal.Decimal("1e-9"), decimal.ROUND_HALF_EVEN), name))
                shown = self.beaver.call("GET", f"/v1/models/{MODEL}", key=account.key).json()["pricing"]
                if policy.startswith("flat_per_token:0.5"):
                    self.assertEqual((shown["input"], shown["output"]), (decimal.Decimal("0.5"),) * 2)
        self.beaver.assert_balanced()

    def test_free_models_cost_what_a_flat_rate_says(self):
        self.beaver.admin("PATCH", "/admin/models/e2e-free", {"free": True})
        free, flat = self.beaver.account(balance=1), self.beaver.account(balance=1, pricing_policy="flat_per_token")
        self.assertEqual(self.ask(free, "e2e-free")["cost"], 0)
        receipt = self.ask(flat, "e2e-free")
        tokens = sum(bucket["tokens"] for bucket in receipt["buckets"] if bucket["unit"] == "token")
        self.assertEqual(decimal.Decimal(str(receipt["cost"])), tokens * million(20))

    def test_the_account_goes_before_the_model_and_that_before_the_gateway(self):
        plain, own = self.beaver.account(balance=1), self.beaver.account(balance=1, pricing_policy="pass_through")
        self.assertEqual(self.cost_and_policy(plain, "e2e-fixed")[1], "category_markup")
        self.assertEqual(self.beaver.admin("PATCH", "/admin/pricing", {"pricing_policy": "flat_per_token"}),
                         self.beaver.admin("GET", "/admin/pricing"))
        self.assertEqual(self.beaver.admin("GET", "/admin/pricing")["configured"], "category_markup")
        self.assertEqual(self.cost_and_policy(plain, "e2e-fixed")[1], "flat_per_token")
        changed = self.beaver.admin("PATCH", "/admin/models/e2e-fixed", {"pricing_policy": "fixed_price:input=1,output=1"})
        self.assertEqual(changed["pricing_policy"], "fixed_price:input=1,output=1")
        self.assertEqual(self.cost_and_policy(plain, "e2e-fixed")[1], "fixed_price:input=1,output=1")
        self.assertEqual(self.cost_and_policy(plain)[1], "flat_per_token")
        self.assertEqual(self.cost_and_policy(own, "e2e-fixed")[1], "pass_through")
        # All of it lasts.
        self.beaver.restart()
        self.beaver.port = int(self.beaver.base.rsplit(":", 1)[1])
        self.assertEqual([self.cost_and_policy(account, model)[1] for account, model in (
            (plain, "e2e-fixed"), (plain, MODEL), (own, MODEL))], ["fixed_price:input=1,output=1", "flat_per_token", "pass_through"])
        self.beaver.admin("PATCH", "/admin/models/e2e-fixed", {"pricing_policy": ""})
        self.assertEqual(self.cost_and_policy(plain, "e2e-fixed")[1], "flat_per_token")

    def test_wrong_policies_are_refused(self):
        for policy in ("gold", "flat_per_token:", "flat_per_token:-1", "flat_per_token:x", "fixed_price:", "fixed_price",
                       "fixed_price:input=1,input=2", "fixed_price:nothing=1", "fixed_price:input"):
            for method, path in (("PATCH", "/admin/pricing"), ("PATCH", f"/admin/models/{MODEL}")):
                with self.subTest(policy=policy, path=path):
                    error = self.beaver.admin(method, path, {"pricing_policy": policy}, expect=(400,))["error"]
                    self.assertEqual(error["param"], "pricing_policy")

    def test_a_markup_that_changes_counts_from_the_next_call(self):
        account = self.beaver.account(balance=1)
        category = self.beaver.call("GET", f"/v1/models/{MODEL}", key=account.key).json()["category"]
        before = next(row for row in self.beaver.admin("GET", "/admin/pricing-categories")["data"] if row["name"] == category)
        self.addCleanup(self.beaver.admin, "PATCH", f"/admin/pricing-categories/{category}",
                        {"markup_percent": float(before["markup_percent"])})
        old = self.ask(account)
        changed = self.beaver.admin("PATCH", f"/admin/pricing-categories/{category}", {"markup_percent": 33.3333})
        self.assertIn(decimal.Decimal("33.3333"), [row["markup_percent"] for row in changed["data"]])
        new = self.ask(account)
        self.assertEqual(new["markup"], decimal.Decimal("0.333333"))
        # The old receipt says what it said.
        self.assertEqual(self.beaver.receipt(account.key, old["id"]), old)
        for patch in ({"markup_percent": 0.00001}, {"markup_percent": "x"}, {"percentile": 0}, {"percentile": 99}):
            self.beaver.admin("PATCH", f"/admin/pricing-categories/{category}", patch, expect=(400,))
        self.beaver.admin("PATCH", "/admin/pricing-categories/GOLD", {"markup_percent": 1}, expect=(404,))
        self.assertEqual(len(self.beaver.rows("SELECT 1 FROM audit_log WHERE action = 'pricing_category.change'")), 1)

    def test_categories_are_recalculated_and_prices_have_a_past(self):
        self.beaver.admin("PATCH", "/admin/models/e2e-dear", {"list_prices": {"input": 0.001, "output": 0.001}})
        dry = self.beaver.admin("POST", "/admin/pricing/recalculate?dry_run=true")
        self.assertFalse(dry["applied"])
        self.assertIn("e2e-dear", [change["model"] for change in dry["changes"]])
        done = self.beaver.admin("POST", "/admin/pricing/recalculate")
        self.assertTrue(done["applied"])
        self.assertEqual(done["changes"], dry["changes"])
        self.assertEqual(self.beaver.admin("POST", "/admin/pricing/recalculate?dry_run=true")["changes"], [])
        history = self.beaver.admin("GET", "/admin/models/e2e-dear/prices")
        self.assertEqual([version["list_prices"][0]["input"] for version in history["data"]],
                         [decimal.Decimal("0.001"), decimal.Decimal(9)])
        self.assertEqual(history["categories"][0]["to"], "ULTRA_BUDGET")
        page = self.beaver.admin("GET", "/admin/models/e2e-dear/prices?limit=1")
        self.assertTrue(page["has_more"])
        rest = self.beaver.admin("GET", f"/admin/models/e2e-dear/prices?limit=1&after={page['next']}")
        self.assertEqual(page["data"] + rest["data"], history["data"])
        self.beaver.admin("GET", "/admin/models/e2e-none/prices", expect=(404,))
        state = self.beaver.admin("GET", "/admin/pricing")["recalculation"]
        self.assertEqual(state["every_s"], 86_400)
        self.assertIsNotNone(state["next_at"])
        self.assertEqual(len(self.beaver.rows("SELECT 1 FROM audit_log WHERE action = 'pricing.recalculate' AND actor <> 'gateway'")), 1)

    def test_it_recalculates_by_itself(self):
        with Gateway("ok", prices=PRICES, BEAVER_RECALCULATE_S="1") as gateway:
            def last():
                return gateway.beaver.admin("GET", "/admin/pricing")["recalculation"]["last_at"]
            first = eventually(last, "recalculation")
            eventually(lambda: last() != first, "recalculation after the first")


if __name__ == "__main__":
    unittest.main()
