"""beaver-status.md: its endpoints, its 31 models, its limits."""

import re
import unittest

import documents
from case import DocumentCase


class BeaverStatus(DocumentCase):
    document = "beaver-status"
    PASSWORD = "Otters-like-17-cold-rivers"

    ENDPOINTS = {
        "POST /auth/register": ("nobody", lambda self: {"email": self.world.email(), "password": self.PASSWORD}, 201),
        "POST /auth/login": ("nobody", lambda self: {"email": self.person()["email"], "password": self.PASSWORD}, 200),
        "POST /auth/logout": ("session", None, 200),
        "GET /auth/me": ("key", None, 200),
        "GET /users/me": ("key", None, 200),
        "PATCH /users/me": ("session", {"full_name": "Castor Fiber"}, 200),
        "GET /api-keys": ("session", None, 200),
        "POST /api-keys": ("session", {"name": "One"}, 201),
        "POST /api-keys/generate": ("session", {"name": "Two"}, 201),
        "DELETE /api-keys/{id}": ("same session", None, 200),
        "GET /account/balance": ("key", None, 200),
        "GET /account/transactions": ("key", None, 200),
        "GET /account/usage": ("key", None, 200),
        "GET /account/billing": ("key", None, 200),
        "GET /v1/models": ("key", None, 200),
        "POST /v1/models/{model_id}/chat": ("rich key", {"messages": [{"role": "user", "content": "Hello"}]}, 200),
        "POST /admin/accounts": ("admin", lambda self: {"email": self.world.email(), "initial_balance": 1}, 201),
        "POST /admin/api-keys": ("admin", lambda self: {"account_id": self.rich["id"], "name": "Key"}, 201),
        "POST /admin/top-up": ("admin", lambda self: {"account_id": self.rich["id"], "amount": 5}, 200),
        "GET /admin/accounts/{id}": ("admin", None, 200),
        "GET /health": ("nobody", None, 200),
        "GET /status/uptime": ("nobody", None, 200),
        "GET /status/latency": ("nobody", None, 200),
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rich = cls.world.account()
        cls._person = None

    def person(self):
        """Registered, as the document has it; the newest."""
        if type(self)._person is None:
            email = self.world.email()
            type(self)._person = self.ask("POST", "/auth/register", {"email": email, "password": self.PASSWORD}, status=201) | {"email": email}
        return self._person

    def session(self):
        return self.ask("POST", "/auth/login", {"email": self.person()["email"], "password": self.PASSWORD})["access_token"]

    def id_for(self, row, name):
        if row == "DELETE /api-keys/{id}":
            return self.ask("POST", "/api-keys", {"name": "Short-lived"}, self.session(), 201)["id"]
        return "gpt-4o-mini" if name == "model_id" else self.rich["id"]

    def test_every_endpoint(self):
        self.check_endpoints({"key": lambda: self.person()["api_key"], "session": self.session, "same session": self.session,
                              "rich key": self.rich["key"], "admin": self.world.admin_token})

    def test_registration_answers_an_account_and_a_key_that_works(self):
        made = self.ask("POST", "/auth/register", {"email": self.world.email(), "password": self.PASSWORD}, status=201)
        self.assertEqual(self.ask("GET", "/auth/me", key=made["api_key"])["email"], made["email"])

    def test_the_31_models_of_6_providers(self):
        counts = dict(re.findall(r"- ✅ (\w+)[^:\n]*: (\d) models", documents.read(self.document)))
        self.assertEqual((len(counts), sum(map(int, counts.values()))), (6, 31))
        models = self.ask("GET", "/admin/models?limit=1000", key=self.world.admin_token)["data"]
        for provider, count in counts.items():
            mine = [model for model in models if model["provider"] == provider.lower()]
            self.assertGreaterEqual(len(mine), int(count), provider)

    def test_the_plans(self):
        text = documents.read(self.document)
        for plan, minute in re.findall(r"- (Free|Pro|Enterprise): (\d+) req/min", text):
            shown = self.ask("GET", "/admin/plans", key=self.world.admin_token)
            found = next(each for each in shown["data"] if each["id"] == plan.lower())
            month = int(re.search(rf"- {plan}: ([\d,]+)/month", text)[1].replace(",", ""))
            said = str(found["limits"])
            self.assertIn(minute, said)
            self.assertIn(str(month), said)

    def test_usage_takes_the_periods(self):
        self.need("GET", "/account/usage")
        for days in ("7d", "30d", "90d"):
            answer = self.ask("GET", f"/account/usage?period={days}", key=self.rich["key"])
            self.assertEqual(set(answer["summary"]) & {"requests", "input_tokens", "output_tokens", "total_tokens", "cost"},
                             {"requests", "input_tokens", "output_tokens", "total_tokens", "cost"})

    def test_nothing_is_left_out(self):
        self.check_nothing_is_left_out({})


if __name__ == "__main__":
    unittest.main()
