"""What clients of OpenRouter, LiteLLM and old OpenAI dashboards read beside the calls, over one account with known usage."""

import decimal
import time
import unittest

from harness.beaver import Beaver

MODEL = "beaver/echo"


class Reads(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = Beaver(BEAVER_LITELLM_HEADERS="1").start()
        cls.addClassCleanup(cls.beaver.close)
        cls.account, cls.other = cls.beaver.account(balance=10), cls.beaver.account(balance=1)
        cls.answers = [cls.beaver.complete(cls.account, MODEL, "Hello otter", max_tokens=8) for _ in range(3)]
        cls.cost = sum(decimal.Decimal(answer.headers["x-beaver-cost"]) for answer in cls.answers)

    def get(self, path, key=None, status=200):
        answer = self.beaver.call("GET", path, key=self.account.key if key is None else key)
        self.assertEqual(answer.status, status, answer)
        return answer.json()

    def test_key_shows_its_own_usage(self):
        data = self.get("/api/v1/key")["data"]
        for span in ("usage", "usage_daily", "usage_weekly", "usage_monthly"):
            self.assertEqual(data[span], self.cost, span)
        self.assertEqual((data["limit"], data["limit_remaining"], data["is_free_tier"], data["expires_at"]), (None, None, False, None))
        self.assertNotIn(self.account.key, str(data))
        self.assertLess(self.get("/api/v1/key", self.other.key)["data"]["usage"], self.cost)

    def test_credits_less_usage_is_the_balance(self):
        data = self.get("/api/v1/credits")["data"]
        self.assertEqual(data, {"total_credits": 10, "total_usage": self.cost})
        self.assertEqual(data["total_credits"] - data["total_usage"], self.get("/account/balance")["balance"])

    def test_a_generation_is_for_its_owner(self):
        answer = self.answers[0]
        data = self.get(f"/api/v1/generation?id={answer.request_id}")["data"]
        usage = answer.json()["usage"]
        self.assertEqual((data["id"], data["model"], data["streamed"], data["cancelled"]), (answer.request_id, MODEL, False, False))
        self.assertEqual(data["total_cost"], decimal.Decimal(answer.headers["x-beaver-cost"]))
        self.assertEqual((data["tokens_prompt"], data["tokens_completion"]), (usage["prompt_tokens"], usage["completion_tokens"]))
        self.get(f"/api/v1/generation?id={answer.request_id}", self.other.key, 404)
        error = self.get("/api/v1/generation", status=400)["error"]
        self.assertEqual((error["code"], "id" in error["message"]), (400, True))

    def test_endpoints_of_a_model(self):
        data = self.get(f"/api/v1/models/{MODEL}/endpoints")["data"]
        self.assertEqual((data["id"], len(data["endpoints"])), (MODEL, 1))
        price = self.get(f"/v1/models/{MODEL}")["pricing"]
        endpoint = data["endpoints"][0]
        self.assertEqual(decimal.Decimal(endpoint["pricing"]["prompt"]) * 1_000_000, price["input"])
        self.assertEqual(decimal.Decimal(endpoint["pricing"]["completion"]) * 1_000_000, price["output"])
        self.get("/api/v1/models/nobody/knows-this/endpoints", status=404)

    def test_providers_that_are_here(self):
        self.assertIn("simulated", [provider["slug"] for provider in self.get("/api/v1/providers")["data"]])

    def test_the_old_dashboard_shows_the_balance(self):
        limit = self.get("/v1/dashboard/billing/subscription")
        used = self.get("/v1/dashboard/billing/usage")
        self.assertEqual(limit["hard_limit_usd"], 10)
        self.assertEqual(used["total_usage"], self.cost * 100)
        today, tomorrow = (time.strftime("%Y-%m-%d", time.gmtime(time.time() + days * 86400)) for days in (0, 2))
        self.assertEqual(self.get(f"/v1/dashboard/billing/usage?start_date={today}&end_date={tomorrow}")["total_usage"], self.cost * 100)
        self.assertEqual(self.get("/v1/dashboard/billing/usage?end_date=2020-01-01")["total_usage"], 0)
        for wrong in ("2020-13-01", "yesterday", "2020-1-1", "20200101"):
            self.get(f"/v1/dashboard/billing/usage?start_date={wrong}", status=400)

    def test_litellm_lists_models_with_prices(self):
        for path in ("/model/info", "/v1/model/info"):
            models = {model["model_name"]: model for model in self.get(path)["data"]}
            self.assertEqual(models[MODEL]["model_info"]["mode"], "chat")
            self.assertEqual(models[MODEL]["model_info"]["input_cost_per_token"] * 1_000_000, self.get(f"/v1/models/{MODEL}")["pricing"]["input"])
        self.assertEqual([group["model_group"] for group in self.get(f"/model_group/info?model_group={MODEL}")["data"]], [MODEL])

    def test_litellm_health(self):
        self.assertEqual(self.get("/health/liveliness", key=""), "I'm alive!")
        self.assertEqual(self.get("/health/readiness", key="")["db"], "connected")

    def test_litellm_headers_where_asked_for(self):
        answer = self.answers[0]
        self.assertEqual(answer.headers["x-litellm-call-id"], answer.request_id)
        self.assertEqual(answer.headers["x-litellm-model-group"], MODEL)
        self.assertEqual(answer.headers["x-litellm-response-cost"], answer.headers["x-beaver-cost"])
        self.assertEqual(answer.headers["x-litellm-attempted-retries"], "0")
        streamed = self.beaver.complete(self.other, MODEL, stream=True, max_tokens=4)
        self.assertEqual(streamed.headers["x-litellm-call-id"], streamed.request_id)
        with Beaver() as plain:
            self.assertNotIn("x-litellm-call-id", plain.complete(plain.account(), MODEL).headers)


if __name__ == "__main__":
    unittest.main()
