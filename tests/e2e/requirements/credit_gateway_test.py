"""openrouter-credit-gateway.md: its curl lines, bodies and endpoints, as they stand."""

import unittest

from case import DocumentCase, case


class CreditGatewayDocument(DocumentCase):
    document = "openrouter-credit-gateway"
    OPTIONS = {"BEAVER_PLANS": "credit", "BEAVER_PRICING": "flat_per_token"}
    RATES = {"requests_per_minute": 60, "requests_per_hour": 1000, "requests_per_day": 10000,
             "tokens_per_minute": 10000, "tokens_per_hour": 100000, "tokens_per_day": 1000000}

    ENDPOINTS = {
        "GET /health": ("nobody", None, 200),
        "GET /models": ("nobody", None, 200),
        "GET /models/providers": ("nobody", None, 200),
        "GET /": ("nobody", None, 200),
        "POST /auth/register": ("nobody", lambda self: {"email": self.world.email(), "username": "castor"}, 201),
        "POST /admin/add_credits": ("admin", lambda self: {"api_key": self.account["key"], "credits": 10}, 200),
        "GET /admin/balance": ("admin", None, 200),
        "GET /admin/monitor": ("admin", None, 200),
        "POST /admin/limit": ("admin", lambda self: {"api_key": self.account["key"], "rate_limits": self.RATES}, 200),
        "POST /admin/refresh-models": ("admin", None, 200),
        "GET /admin/cache-status": ("admin", None, 200),
        "GET /user/balance": ("key", None, 200),
        "GET /user/monitor": ("key", None, 200),
        "GET /user/limit": ("key", None, 200),
        "GET /user/profile": ("key", None, 200),
        "PUT /user/profile": ("key", {"name": "Castor"}, 200),
        "DELETE /user/account": ("leaver", {"confirmation": "DELETE_ACCOUNT"}, 200),
        "POST /user/api-keys": ("maker", {"key_name": "Second", "environment_tag": "test"}, 201),
        "GET /user/api-keys": ("key", None, 200),
        "PUT /user/api-keys/{key_id}": ("maker", {"key_name": "Renamed"}, 200),
        "DELETE /user/api-keys/{key_id}": ("maker", None, 200),
        "GET /user/api-keys/usage": ("key", None, 200),
        "POST /v1/chat/completions": ("key", {"model": "deepseek/deepseek-r1-0528", "messages": [{"role": "user", "content": "Hi"}]}, 200),
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls.new_account()

    @classmethod
    def new_account(cls):
        """On the preset's plan, with a key of the document's kind."""
        made = cls.world.beaver.create_account(balance=10)
        first = cls.world.beaver.create_key(made["id"], permissions=["read", "write", "admin"])["key"]
        key = cls.world.ask("POST", "/user/api-keys", {"key_name": "Primary Key", "max_requests": 1000, "permissions": ["read", "write", "admin"]}, first)
        return made | {"key": key.json()["api_key"], "maker": first}

    def id_for(self, row, name):
        return self.ask("POST", "/user/api-keys", {"key_name": "Short-lived"}, self.account["maker"], 201)["key_id"]

    def test_every_endpoint(self):
        self.check_endpoints({"admin": self.world.admin_token, "key": self.account["key"], "maker": self.account["maker"], "leaver": lambda: self.new_account()["key"]})

    @case("curl/3", "answer/3")
    def test_a_chat_charges_credits(self):
        key = self.new_account()["key"]
        answer = self.curl(3, {"YOUR_API_KEY": key})
        self.assertShown("answer", 3, answer)
        usage = answer["gateway_usage"]
        self.assertEqual(usage["tokens_charged"], answer["usage"]["total_tokens"])
        self.assertEqual(usage["user_balance_after"], 500_000 - usage["tokens_charged"])
        self.assertTrue(usage["user_api_key"].startswith("gw_live_"))

    @case("curl/1", "answer/1", "answer/2")
    def test_what_a_user_sees(self):
        account = self.new_account()
        self.curl(3, {"YOUR_API_KEY": account["key"]})
        self.assertEqual(self.curl(1, {"YOUR_API_KEY": account["key"]})["status"], "success")
        monitor = self.ask("GET", "/user/monitor", key=account["key"])
        self.assertShown("answer", 1, monitor)
        metrics = monitor["usage_metrics"]
        self.assertEqual(metrics["total_cost"] * 50_000, metrics["total_tokens"])
        self.assertEqual(monitor["rate_limits"], self.RATES)
        usage = self.ask("GET", "/user/api-keys/usage", key=account["key"])
        usage["keys"] = [key for key in usage["keys"] if key["max_requests"]]
        self.assertShown("answer", 2, usage)
        self.assertEqual((usage["keys"][0]["requests_used"], usage["keys"][0]["requests_remaining"], usage["keys"][0]["usage_percentage"] * 10), (1, 999, 1))

    @case("curl/2")
    def test_limits_are_set(self):
        answer = self.curl(2, {"gw_live_user123": self.account["key"]}, self.world.as_admin)
        self.assertEqual(answer["rate_limits"], self.RATES)

    def test_the_statuses(self):
        self.ask("GET", "/user/balance", status=422)
        self.ask("GET", "/user/balance", key="gw_live_nobody", status=401)
        self.ask("GET", "/admin/balance", key=self.account["key"], status=403)
        poor = self.world.account(balance=0)["key"]
        self.ask("POST", "/v1/chat/completions", {"model": "gpt-4o-mini", "max_tokens": 100, "messages": [{"role": "user", "content": "Hi"}]}, poor, 402)
        self.ask("PUT", "/user/api-keys/987654321", {"key_name": "x"}, self.account["maker"], 404)

    def test_nothing_is_left_out(self):
        self.check_nothing_is_left_out({})


if __name__ == "__main__":
    unittest.main()
