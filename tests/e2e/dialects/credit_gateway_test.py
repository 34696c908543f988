"""The credit gateway's paths: numbers for ids, credits for money, 422 for a missing header."""

import decimal
import json
import unittest

from harness.beaver import Beaver

MODEL = "beaver/echo"
RATES = {"requests_per_minute": 60, "requests_per_hour": 1000, "requests_per_day": 10000,
         "tokens_per_minute": 10000, "tokens_per_hour": 100000, "tokens_per_day": 1000000}


class CreditGateway(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = Beaver(BEAVER_PLANS="credit").start()
        cls.addClassCleanup(cls.beaver.close)
        cls.account = cls.new_account()

    @classmethod
    def new_account(cls):
        """On the first plan of the preset."""
        made = cls.beaver.create_account(balance=1)
        made["key"] = cls.beaver.create_key(made["id"], permissions=["read", "write", "admin"])["key"]
        return made

    def ask(self, method, path, body=None, key=None, status=200):
        answer = self.beaver.call(method, path, body, key=self.account["key"] if key is None else key)
        self.assertEqual(answer.status, status, answer)
        return answer.json()

    def admin(self, method, path, body=None, status=200):
        return self.ask(method, path, body, self.beaver.login(), status)

    def test_a_missing_header_is_422_and_an_unknown_key_401(self):
        for method, path in (("GET", "/user/balance"), ("GET", "/admin/monitor"), ("POST", "/user/api-keys"), ("DELETE", "/user/api-keys/1")):
            answer = self.beaver.call(method, path)
            self.assertEqual(answer.status, 422, answer)
            self.assertEqual(answer.json()["detail"], answer.json()["error"]["message"])
            self.assertEqual(self.beaver.call(method, path, key="gw_live_unknown").status, 401)

    def test_models_and_providers_are_open(self):
        models = self.ask("GET", "/models", key="")
        self.assertIn(MODEL, [model["id"] for model in models["data"]])
        self.assertEqual(models["total"], len(models["data"]))
        providers = self.ask("GET", "/models/providers", key="")
        self.assertEqual(sum(provider["model_count"] for provider in providers["providers"]), providers["total_models"])
        self.assertEqual(providers["total_models"], models["total"])

    def test_a_chat_says_what_it_took_whole_streamed_and_from_the_cache(self):
        account = self.new_account()
        self.beaver.admin("PATCH", f"/admin/accounts/{account['id']}", {"pricing_policy": "flat_per_token"})
        left, seen = 50_000, []
        body = {"model": MODEL, "messages": [{"role": "user", "content": "Hello otter"}], "max_tokens": 8}
        for more in ({}, {"stream": True, "stream_options": {"include_usage": True}}, {"cache": True}, {"cache": True},
                     {"cache": True, "stream": True, "stream_options": {"include_usage": True}}):
            answer = self.beaver.call("POST", "/v1/chat/completions", body | more, key=account["key"])
            self.assertEqual(answer.status, 200, answer)
            said = self.last_usage(answer) if "stream" in more else answer.json()
            charged = 0 if answer.headers["x-beaver-cache"] == "hit" else said["usage"]["total_tokens"]
            left -= charged
            seen.append(answer.headers["x-beaver-cache"])
            self.assertEqual(said["gateway_usage"], {"tokens_charged": charged, "user_balance_after": left, "user_api_key": account["key"][:10] + "..."}, more)
        self.assertEqual(seen, ["off", "off", "miss", "hit", "hit"])
        self.assertEqual(self.ask("GET", "/user/balance", key=account["key"])["credits"], left)
        streamed = self.beaver.call("POST", "/v1/chat/completions", body | {"stream": True}, key=account["key"])
        self.assertNotIn(b"gateway_usage", streamed.body, "a client that asks for no usage gets none")
        plain = self.beaver.call("POST", "/v1/chat/completions", body, key=self.account["key"])
        self.assertNotIn(b"gateway_usage", plain.body, "who pays otherwise isn't told of credits")

    @staticmethod
    def last_usage(answer):
        return next(said for said in map(json.loads, (event for event in reversed(answer.events()) if event != "[DONE]")) if said.get("usage"))

    def test_credits_are_added_once(self):
        other = self.new_account()
        before = self.ask("GET", "/user/balance", key=other["key"])
        self.assertEqual(before["credits"], 50_000)  # 1 USD
        for named in ({"api_key": other["key"]}, {"user_id": before["user_id"]}, {"email": other["email"]}):
            added = self.admin("POST", "/admin/add_credits", named | {"credits": 100})
            self.assertEqual((added["status"], added["user_id"]), ("success", before["user_id"]))
        self.assertEqual(added["credits"], 50_300)
        self.assertEqual(self.ask("GET", "/user/balance", key=other["key"])["balance"], decimal.Decimal("1.006"))
        for _ in range(2):
            answer = self.beaver.call("POST", "/admin/add_credits", {"api_key": other["key"], "credits": 7}, key=self.beaver.login(),
                                      headers={"Idempotency-Key": "once"})
            self.assertEqual(answer.json()["credits"], 50_307)
        self.assertEqual(self.ask("GET", "/user/balance", key=other["key"])["credits"], 50_307)
        for wrong in ({"credits": 5}, {"api_key": "gw_live_x", "credits": 5}, {"user_id": 999_999, "credits": 5}):
            self.assertIn(self.beaver.call("POST", "/admin/add_credits", wrong, key=self.beaver.login()).status, (400, 404), wrong)
        for credits in (0, -1, None, 50_000_000_001):
            self.admin("POST", "/admin/add_credits", {"user_id": before["user_id"], "credits": credits}, status=422)

    def test_the_monitor_counts_calls(self):
        other = self.new_account()
        answers = [self.beaver.call("POST", "/v1/chat/completions", {"model": MODEL, "max_tokens": 5, "messages": [{"role": "user", "content": "Hi"}]},
                                    key=other["key"]) for _ in range(2)]
        tokens = sum(answer.json()["usage"]["total_tokens"] for answer in answers)
        seen = self.ask("GET", "/user/monitor", key=other["key"])
        metrics = seen["usage_metrics"]
        for span in ("total_{}", "{}_today", "{}_this_month"):
            self.assertEqual((metrics[span.format("requests")], metrics[span.format("tokens")]), (2, tokens))
        self.assertEqual(metrics["average_tokens_per_request"], decimal.Decimal(tokens) / 2)
        self.assertEqual((metrics["most_used_model"], seen["rate_limits"]), (MODEL, RATES))
        self.assertIsInstance(seen["user_id"], int)
        self.assertNotIn(other["key"], str(seen))

    def test_limits_are_set_and_shown(self):
        other = self.new_account()
        tight = RATES | {"requests_per_minute": 2, "tokens_per_hour": 50_000}
        self.assertEqual(self.admin("POST", "/admin/limit", {"api_key": other["key"], "rate_limits": tight})["rate_limits"], tight)
        self.assertEqual(self.admin("POST", "/admin/limit", {"api_key": other["key"], "rate_limits": {"requests_per_hour": 3}})["rate_limits"],
                         tight | {"requests_per_hour": 3})
        self.assertEqual(self.ask("GET", "/user/limit", key=other["key"])["rate_limits"], tight | {"requests_per_hour": 3})
        self.admin("POST", "/admin/limit", {"api_key": other["key"], "rate_limits": {"requests_per_year": 3}}, 400)
        self.admin("POST", "/admin/limit", {"api_key": other["key"]}, 400)

    def test_keys_are_made_changed_rotated_and_deleted(self):
        made = self.ask("POST", "/user/api-keys", {"key_name": "Tests", "environment_tag": "test", "max_requests": 1000, "expiration_days": 30,
                                                   "ip_allowlist": ["127.0.0.1"]}, status=201)
        self.assertTrue(made["api_key"].startswith("gw_test_"))
        listed = self.ask("GET", "/user/api-keys")
        mine = next(key for key in listed["keys"] if key["key_id"] == made["key_id"])
        self.assertEqual((mine["key_name"], mine["environment_tag"], mine["max_requests"], mine["is_primary"]), ("Tests", "test", 1000, False))
        self.assertEqual(sum(key["is_primary"] for key in listed["keys"]), 1)
        path = f"/user/api-keys/{made['key_id']}"
        changed = self.ask("PUT", path, {"key_name": "Renamed", "max_requests": 5})
        self.assertEqual((changed["key"]["key_name"], changed["key"]["max_requests"]), ("Renamed", 5))
        usage = next(key for key in self.ask("GET", "/user/api-keys/usage")["keys"] if key["key_id"] == made["key_id"])
        self.assertEqual((usage["requests_used"], usage["requests_remaining"], usage["usage_percentage"]), (0, 5, 0))
        rotated = self.ask("PUT", path, {"action": "rotate"})
        self.ask("GET", "/user/balance", key=made["api_key"], status=401)
        self.ask("GET", "/user/balance", key=rotated["api_key"])
        self.assertEqual(self.ask("DELETE", path)["deleted_key_id"], made["key_id"])
        self.ask("GET", "/user/balance", key=rotated["api_key"], status=401)
        other = self.new_account()
        theirs = self.ask("GET", "/user/api-keys", key=other["key"])["keys"][0]["key_id"]
        for method, body in (("PUT", {"key_name": "Mine"}), ("DELETE", None)):
            self.ask(method, f"/user/api-keys/{theirs}", body, status=404)
            self.ask(method, "/user/api-keys/987654", body, status=404)

    def test_a_key_without_the_permission_makes_none(self):
        plain = self.beaver.create_key(self.account["id"])["key"]
        self.ask("POST", "/user/api-keys", {"key_name": "More"}, plain, 403)
        self.ask("DELETE", "/user/api-keys/1", None, plain, 403)

    def test_profile(self):
        other = self.new_account()
        profile = self.ask("PUT", "/user/profile", {"name": "Castor"}, other["key"])
        self.assertEqual((profile["username"], profile["email"], profile["is_active"]), ("Castor", other["email"], True))
        self.assertEqual(self.ask("GET", "/user/profile", key=other["key"]), profile)

    def test_the_administrators_view(self):
        users = self.admin("GET", "/admin/balance")
        self.assertEqual(users["total_users"], len(users["users"]))
        self.assertIn(self.account["email"], [user["email"] for user in users["users"]])
        self.assertNotIn(self.account["key"], str(users))
        self.assertGreaterEqual(self.admin("GET", "/admin/monitor")["system_usage_metrics"]["total_users"], 2)
        self.assertEqual(self.admin("POST", "/admin/refresh-models")["status"], "success")
        self.assertTrue(self.admin("GET", "/admin/cache-status")["cache_info"]["is_valid"])
        for method, path in (("GET", "/admin/balance"), ("GET", "/admin/monitor"), ("POST", "/admin/add_credits"), ("POST", "/admin/limit"),
                             ("POST", "/admin/refresh-models"), ("GET", "/admin/cache-status")):
            self.ask(method, path, status=403)


if __name__ == "__main__":
    unittest.main()
