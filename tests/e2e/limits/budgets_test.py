"""Money budgets on plan, account, project and key: exact whatever runs at once, and rebuilt after a restart."""

import decimal
import json
import unittest

from harness import client
from harness.gateway import Gateway

CLIENTS = 1000
TOKENS = 100
# Input costs nothing, so what a call may cost at most (its hold) is what it costs.
MODEL = "e2e-budget"
PRICES = {MODEL: {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 100000, "max_output_tokens": 10000,
                  "input_cost_per_token": "0", "output_cost_per_token": "1e-6"}}


def chat(key, stream=False, **more):
    body = {"model": MODEL, "messages": [{"role": "user", "content": "Hello"}], "max_tokens": TOKENS, "stream": stream} | more
    return client.request_bytes("POST", "/v1/chat/completions", body, key)


class Budgets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # A pause before each answer keeps many calls under way at once.
        cls.gateway = Gateway(f"ok;tokens={TOKENS};prompt=7;delay_ms=20", prices=PRICES)
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        probe = cls.beaver.account(balance=1)
        answer = cls.beaver.complete(probe, MODEL, max_tokens=TOKENS)
        assert answer.status == 200, answer
        cls.cost = decimal.Decimal(str(cls.beaver.receipt(probe.key, answer.request_id)["cost"]))

    def set_limits(self, scope, subject, **limits):
        members = ", ".join(f"{json.dumps(name)}: {value if isinstance(value, decimal.Decimal) else json.dumps(value)}"
                            for name, value in limits.items())
        body = f'{{"scope": "{scope}", "id": "{subject}", "limits": {{{members}}}}}'
        return self.beaver.admin("PUT", "/admin/limits", body.encode())

    def key_of(self, account):
        return self.beaver.rows("SELECT id, project_id FROM api_keys WHERE account_id = ?", account.id)[0]

    def used(self, account, name):
        answer = self.beaver.call("GET", "/account/limits", key=account.key)
        self.assertEqual(answer.status, 200)
        return [state for state in answer.json()["data"] if state["name"] == name]

    def burst(self, account, k, stream=False):
        answers = client.crowd(self.beaver.port, [chat(account.key, stream)] * CLIENTS)
        statuses = {status: sum(answer.status == status for answer in answers) for status in {answer.status for answer in answers}}
        self.assertEqual(statuses, {200: k, 429: CLIENTS - k} if k else {429: CLIENTS})
        refused = next(answer for answer in answers if answer.status == 429)
        self.assertEqual(refused.json()["error"]["code"], "budget_exceeded")
        return refused

    def test_a_thousand_at_once_get_exactly_what_the_budget_of_an_account_pays(self):
        for k, stream in ((0, False), (1, False), (37, False), (200, True)):
            with self.subTest(k=k, stream=stream):
                account = self.beaver.account(balance=5)
                # Nine tenths of a call are left over, and buy nothing.
                self.set_limits("account", account.id, spend_per_month=self.cost * k + self.cost * decimal.Decimal("0.9"))
                if k == 0:
                    # Less than one call: the window's opening doesn't help.
                    answer = self.beaver.complete(account, MODEL, max_tokens=TOKENS)
                    self.assertEqual((answer.status, answer.json()["error"]["code"]), (402, "budget_exceeded"))
                    self.assertEqual(answer.headers["x-should-retry"], "false")
                    continue
                refused = self.burst(account, k, stream)
                self.assertIn("of this account", refused.json()["error"]["message"])
                self.assertEqual(refused.headers["x-beaver-limit"], "account spend_per_month")
                self.assertIn("retry-after", refused.headers)
                self.assertIn("x-beaver-limit-opens-at", refused.headers)
                spent = self.beaver.rows("SELECT SUM(cost) FROM usage_records WHERE account_id = ?", account.id)[0][0]
                self.assertEqual(decimal.Decimal(spent) / 10**9, self.cost * k)
        self.beaver.assert_balanced()

    def test_key_project_and_plan_budgets_hold_too(self):
        for scope in ("key", "project", "plan"):
            with self.subTest(scope=scope):
                account = self.beaver.account(balance=5)
                key, project = self.key_of(account)
                subject = {"key": key, "project": project, "plan": f"plan-{scope}"}[scope]
                if scope == "plan":
                    self.beaver.admin("POST", "/admin/plans", {"id": subject})
                    self.beaver.admin("PATCH", f"/admin/accounts/{account.id}", {"plan": subject})
                self.set_limits(scope, subject, spend_per_day=self.cost * 12)
                refused = self.burst(account, 12)
                self.assertEqual(refused.headers["x-beaver-limit"], f"{scope} spend_per_day")

    def test_a_budget_survives_a_restart(self):
        account = self.beaver.account(balance=5)
        key, project = self.key_of(account)
        self.set_limits("account", account.id, spend_per_week=self.cost * 10, spend_total=self.cost * 100)
        self.set_limits("project", project, spend_total=self.cost * 8)
        self.set_limits("key", key, spend_per_day=self.cost * 9)
        for _ in range(5):
            self.assertEqual(self.beaver.complete(account, MODEL, max_tokens=TOKENS).status, 200)
        before = self.beaver.call("GET", "/account/limits", key=account.key).json()["data"]
        self.beaver.restart()
        self.beaver.port = int(self.beaver.base.rsplit(":", 1)[1])
        self.assertEqual(self.beaver.call("GET", "/account/limits", key=account.key).json()["data"], before)
        statuses = [self.beaver.complete(account, MODEL, max_tokens=TOKENS) for _ in range(4)]
        self.assertEqual([answer.status for answer in statuses], [200, 200, 200, 402])
        self.assertIn("of this project", statuses[-1].json()["error"]["message"])

    def test_a_budget_counts_what_was_spent_before_it_was_set(self):
        account = self.beaver.account(balance=5)
        key, project = self.key_of(account)
        for _ in range(3):
            self.assertEqual(self.beaver.complete(account, MODEL, max_tokens=TOKENS).status, 200)
        for scope, subject in (("account", account.id), ("project", project), ("key", key)):
            self.set_limits(scope, subject, spend_per_day=self.cost * 4, spend_total=self.cost * 4)
        for state in self.used(account, "spend_per_day") + self.used(account, "spend_total"):
            self.assertEqual(decimal.Decimal(str(state["used"])), self.cost * 3, state)
        self.assertEqual(self.beaver.complete(account, MODEL, max_tokens=TOKENS).status, 200)
        # The total never opens anew, so the day isn't what to wait for.
        self.assertIn(self.beaver.complete(account, MODEL, max_tokens=TOKENS).status, (402, 429))

    def test_a_shadow_counts_and_lets_through(self):
        account = self.beaver.account(balance=5)
        self.set_limits("account", account.id, requests_per_day={"amount": 2, "shadow": True},
                        concurrent={"amount": 0, "shadow": True})
        self.beaver.admin("PATCH", f"/admin/accounts/{account.id}", {"limits": {"spend_total": {"amount": 0, "shadow": True}}})
        for _ in range(5):
            answer = self.beaver.complete(account, MODEL, max_tokens=TOKENS)
            self.assertEqual(answer.status, 200)
            self.assertNotIn("x-ratelimit-limit-requests", answer.headers)
        refused = {name: self.used(account, name)[0]["would_have_refused"] for name in ("requests_per_day", "concurrent", "spend_total")}
        self.assertEqual(refused, {"requests_per_day": 3, "concurrent": 5, "spend_total": 5})
        # In force without a restart.
        self.beaver.admin("PATCH", f"/admin/accounts/{account.id}", {"limits": {"requests_per_day": 5, "concurrent": None,
                                                                               "spend_total": None}})
        self.assertEqual(self.beaver.complete(account, MODEL, max_tokens=TOKENS).status, 429)

    def test_without_max_tokens_the_answer_is_cut_to_what_the_budget_pays(self):
        account = self.beaver.account(balance=5)
        self.set_limits("account", account.id, spend_per_day=self.cost * decimal.Decimal("0.5"))
        answer = self.beaver.complete(account, MODEL)
        self.assertEqual(answer.status, 200)
        sent = json.loads(self.gateway.upstream.request_body())
        self.assertLessEqual(sent.get("max_tokens", sent.get("max_completion_tokens")), TOKENS // 2)
        # The upstream doesn't care and sends more than it was asked for: what the budget doesn't pay isn't collected.
        receipt = self.beaver.settled_receipt(account, answer.request_id)
        self.assertEqual(decimal.Decimal(str(receipt["cost"])), self.cost * decimal.Decimal("0.5"))
        self.assertEqual(self.used(account, "spend_per_day")[0]["remaining"], 0)

    def test_who_is_near_a_limit_is_listed_first(self):
        account = self.beaver.account(balance=5)
        self.set_limits("account", account.id, requests_per_month=1_000_000, tokens_per_month=TOKENS + 7)
        self.assertEqual(self.beaver.complete(account, MODEL, max_tokens=TOKENS - 20).status, 200)
        listed = [state for state in self.beaver.admin("GET", "/admin/limits/usage?limit=500")["data"] if state["id"] == account.id]
        self.assertEqual([state["name"] for state in listed], ["tokens_per_month", "requests_per_month"])
        self.assertAlmostEqual(float(listed[0]["percent"]), 100 * (TOKENS - 20 + 7) / (TOKENS + 7), 3)


if __name__ == "__main__":
    unittest.main()
