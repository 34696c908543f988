"""Plans, limits by scope, their paths, their headers and their audit lines."""

import unittest

from harness import client
from harness.gateway import Gateway
from harness.waiting import within_one

MODEL = "e2e-plans"
PRICES = {MODEL: {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 100000, "max_output_tokens": 10000,
                  "input_cost_per_token": "0", "output_cost_per_token": "1e-6"}}
PRESETS = {
    "beaver": {"free": {"requests_per_minute": 60, "requests_per_month": 10_000},
               "pro": {"requests_per_minute": 600, "requests_per_month": 200_000},
               "enterprise": {"requests_per_minute": 5_000, "requests_per_month": 5_000_000}, "unlimited": {}},
    "bluesminds": {
        "free": {"requests_per_minute": 10, "tokens_per_minute": 10_000, "tokens_per_day": 1_000, "tokens_per_month": 10_000},
        "starter": {"requests_per_minute": 60, "tokens_per_minute": 100_000, "tokens_per_day": 20_000, "tokens_per_month": 500_000},
        "pro": {"requests_per_minute": 200, "tokens_per_minute": 500_000, "tokens_per_day": 100_000, "tokens_per_month": 2_000_000},
        "enterprise": {"requests_per_minute": 1_000, "tokens_per_minute": 2_000_000, "tokens_per_day": 500_000,
                       "tokens_per_month": 10_000_000}, "unlimited": {}},
    "credit": {"credit": {"requests_per_minute": 60, "requests_per_hour": 1_000, "requests_per_day": 10_000,
                          "tokens_per_minute": 10_000, "tokens_per_hour": 100_000, "tokens_per_day": 1_000_000}, "unlimited": {}},
}


class Plans(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway("ok;tokens=10;prompt=7", prices=PRICES)
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    def ask(self, account, **more):
        return self.beaver.complete(account, MODEL, **({"max_tokens": 20} | more))

    def refused(self, method, path, body=None, status=400):
        return self.beaver.admin(method, path, body, expect=(status,))["error"]

    def test_counting_tokens_is_a_request(self):
        said = {"messages": [{"role": "user", "content": "How many tokens is an otter?"}]}
        questions = (("/v1/messages/count_tokens", {"model": MODEL, "max_tokens": 5} | said, "input_tokens"),
                     (f"/v1beta/models/{MODEL}:countTokens", {"contents": [{"role": "user", "parts": [{"text": "An otter?"}]}]}, "totalTokens"))
        for path, body, member in questions:
            with self.subTest(path):
                # A full day of tokens, a place too few and no money aren't in its way.
                account = self.beaver.account(balance=0)
                limits = {"requests_per_month": 3, "tokens_per_month": 0, "concurrent": 0}
                self.beaver.admin("PUT", "/admin/limits", {"scope": "account", "id": account.id, "limits": limits})
                for left in (2, 1, 0):
                    answer = self.beaver.call("POST", path, body, key=account.key)
                    self.assertEqual(answer.status, 200, answer.body)
                    self.assertGreater(answer.json()[member], 0)
                    remaining = [value for name, value in answer.headers.items() if name.endswith(("requests-remaining", "remaining-requests"))]
                    self.assertIn(str(left), remaining, answer.headers)
                refused = self.beaver.call("POST", path, body, key=account.key)
                self.assertEqual(refused.status, 429, refused.body)
                self.assertGreater(int(refused.headers["retry-after"]), 0)
                self.assertEqual(refused.headers["x-beaver-limit"], "account requests_per_month")
                self.assertEqual(self.beaver.rows("SELECT count(*) FROM usage_records WHERE account_id = ?", account.id), [(0,)])
        self.beaver.assert_balanced()

    def test_a_burst_of_a_thousand_gets_exactly_the_limit(self):
        for scope in ("plan", "account", "project", "key"):
            for limits in ({"requests_per_month": 61}, {"tokens_per_month": 61 * 17}):
                with self.subTest(scope=scope, limits=limits):
                    account = self.beaver.account(balance=5)
                    key, project = self.beaver.rows("SELECT id, project_id FROM api_keys WHERE account_id = ?", account.id)[0]
                    plan = f"burst-{scope}-{len(limits)}-{next(iter(limits))[:3]}"
                    subject = {"plan": plan, "account": account.id, "project": project, "key": key}[scope]
                    if scope == "plan":
                        self.beaver.admin("POST", "/admin/plans", {"id": plan})
                        self.beaver.admin("PATCH", f"/admin/accounts/{account.id}", {"plan": plan})
                    self.beaver.admin("PUT", "/admin/limits", {"scope": scope, "id": subject, "limits": limits})
                    body = {"model": MODEL, "messages": [{"role": "user", "content": "Hi"}], "max_tokens": 10}
                    answers = client.crowd(self.beaver.port, [client.request_bytes("POST", "/v1/chat/completions", body, account.key)] * 1000)
                    through = sum(answer.status == 200 for answer in answers)
                    self.assertEqual({answer.status for answer in answers}, {200, 429})
                    if "requests_per_month" in limits:
                        self.assertEqual(through, 61)
                    else:
                        # Tokens are borrowed on an estimate and corrected: never more than the limit.
                        used = self.beaver.rows("SELECT SUM(input_tokens + output_tokens) FROM usage_records WHERE account_id = ? "
                                                "AND outcome = 'complete'", account.id)[0][0]
                        self.assertLessEqual(used, 61 * 17)
                        # At least as many as fit where none ends before the last is refused: the estimate of such a call is below forty.
                        self.assertGreaterEqual(through, 61 * 17 // 40)
                    refused = next(answer for answer in answers if answer.status == 429)
                    name = next(iter(limits))
                    self.assertEqual(refused.headers["x-beaver-limit"], f"{scope} {name}")
                    self.assertGreater(int(refused.headers["retry-after"]), 0)
                    kind = name.split("_")[0]
                    self.assertIn(f"x-ratelimit-limit-{kind}", refused.headers)
                    self.assertIn(f"x-ratelimit-reset-{kind}", refused.headers)

    def test_plans_are_made_changed_and_removed(self):
        made = self.beaver.admin("POST", "/admin/plans", {"id": "gold", "name": "Gold", "limits": {
            "requests_per_minute": 2, "spend_per_week": 2.5, "tokens_per_day": {"amount": 5, "shadow": True}}})
        self.assertEqual(made, {"id": "gold", "name": "Gold", "is_default": False, "limits": {
            "requests_per_minute": 2, "spend_per_week": 2.5, "tokens_per_day": {"amount": 5, "shadow": True}}})
        self.assertEqual(self.beaver.admin("GET", "/admin/plans/gold"), made)
        self.assertIn(made, self.beaver.admin("GET", "/admin/plans")["data"])
        self.assertEqual(self.refused("POST", "/admin/plans", {"id": "gold"}, 409)["code"], "plan_exists")

        accounts = []

        def three():
            accounts.append(self.beaver.account(balance=1, plan="gold"))
            return [self.ask(accounts[-1]).status for _ in range(3)]
        self.assertEqual(within_one(60, three), [200, 200, 429])
        # At once, without a restart.
        changed = self.beaver.admin("PATCH", "/admin/plans/gold", {"limits": {"requests_per_minute": None, "tokens_per_day": None}})
        self.assertEqual(changed["limits"], {"spend_per_week": 2.5})
        self.assertEqual(self.ask(accounts[-1]).status, 200)
        self.assertEqual(self.refused("DELETE", "/admin/plans/gold", status=409)["code"], "plan_in_use")
        for account in accounts:
            self.beaver.admin("PATCH", f"/admin/accounts/{account.id}", {"plan": "unlimited"})
        self.assertTrue(self.beaver.admin("DELETE", "/admin/plans/gold")["deleted"])
        self.assertEqual(self.refused("GET", "/admin/plans/gold", status=404)["code"], "plan_not_found")
        actions = [row[0] for row in self.beaver.rows("SELECT action FROM audit_log WHERE subject = 'gold' ORDER BY id")]
        self.assertEqual(actions, ["plan.create", "plan.change", "plan.delete"])

    def test_new_accounts_begin_on_the_first_plan(self):
        self.beaver.admin("POST", "/admin/plans", {"id": "first"})
        self.assertTrue(self.beaver.admin("PATCH", "/admin/plans/first", {"position": 0})["is_default"])
        self.assertEqual(self.beaver.admin("GET", "/admin/plans?limit=2")["data"][0]["id"], "first")
        self.assertEqual(self.beaver.create_account(balance=0)["plan"], "first", "at once")
        self.beaver.admin("PATCH", "/admin/plans/first", {"position": 3})
        self.assertNotEqual(self.beaver.create_account(balance=0)["plan"], "first")

    def test_wrong_limits_are_refused_by_name(self):
        for limits, says in (({"requests_per_week": 1}, "requests_per_week"), ({"spend_per_hour": 1}, "spend_per_hour"),
                             ({"concurrent": -1}, "concurrent"), ({"concurrent": 1.5}, "concurrent"),
                             ({"spend_total": "x"}, "spend_total"), ({"spend_total": {"amount": 1, "Shadow": True}}, "shadow"),
                             ([], "object")):
            with self.subTest(limits=limits):
                error = self.refused("PUT", "/admin/limits", {"scope": "plan", "id": "free", "limits": limits})
                self.assertEqual(error["param"], "limits")
                self.assertIn(says, error["message"])
        self.assertEqual(self.refused("PUT", "/admin/limits", {"scope": "x", "id": "free", "limits": {}})["param"], "scope")
        for scope in ("plan", "account", "project", "key"):
            self.refused("PUT", "/admin/limits", {"scope": scope, "id": "nobody", "limits": {}}, 404)

    def test_limits_are_read_set_removed_and_audited(self):
        account = self.beaver.account(balance=1)
        path = f"/admin/limits?scope=account&id={account.id}"
        self.assertEqual(self.beaver.admin("GET", path)["limits"], {})
        wanted = {"concurrent": 3, "spend_per_day": 0.25}
        self.beaver.admin("PUT", "/admin/limits", {"scope": "account", "id": account.id, "limits": wanted})
        self.assertEqual(self.beaver.admin("GET", path)["limits"], wanted)
        self.beaver.admin("PATCH", f"/admin/accounts/{account.id}", {"limits": {"concurrent": None, "requests_per_hour": 9}})
        self.assertEqual(self.beaver.admin("GET", path)["limits"], {"spend_per_day": 0.25, "requests_per_hour": 9})
        self.assertEqual(self.beaver.admin("DELETE", path)["limits"], {})
        lines = self.beaver.rows("SELECT before_json, after_json FROM audit_log WHERE subject = ? AND action = 'limits.set' "
                                 "ORDER BY id", account.id)
        self.assertEqual(len(lines), 3)
        self.assertEqual([line[1] for line in lines[:-1]], [line[0] for line in lines[1:]])

    def test_anthropic_paths_have_their_own_names(self):
        account = self.beaver.account(balance=1)
        self.beaver.admin("PUT", "/admin/limits", {"scope": "account", "id": account.id, "limits": {"requests_per_day": 1}})
        for status in (200, 429):
            answer = self.beaver.call("POST", "/v1/messages", {"model": MODEL, "max_tokens": 20, "messages": [
                {"role": "user", "content": "Hi"}]}, account.key)
            self.assertEqual(answer.status, status)
            self.assertEqual(answer.headers["anthropic-ratelimit-requests-limit"], "1")
            self.assertEqual(answer.headers["anthropic-ratelimit-requests-remaining"], "0")
            self.assertRegex(answer.headers["anthropic-ratelimit-requests-reset"], r"^\d{4}-\d\d-\d\dT00:00:00")

    def test_presets_are_those_of_the_documents(self):
        for preset, plans in PRESETS.items():
            with self.subTest(preset=preset), Gateway("ok", BEAVER_PLANS=preset) as gateway:
                listed = gateway.beaver.admin("GET", "/admin/plans")["data"]
                self.assertEqual({plan["id"]: plan["limits"] for plan in listed}, plans)
                self.assertEqual([plan["id"] for plan in listed], list(plans))
                made = gateway.beaver.create_account()
                self.assertEqual(made["plan"], next(iter(plans)))


if __name__ == "__main__":
    unittest.main()
