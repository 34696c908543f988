"""Recorded answers to what isn't a call: lists of models and health, as the free check of an endpoint meets them; counts of tokens."""

import json
import unittest

import exchanges
from harness import exchange
from harness.asked import AskedGateway
from harness.paths import FIXTURES

PROVIDERS = {"gemini": "google"}


@unittest.skipUnless(FIXTURES.is_dir(), "the recorded exchanges aren't there; BEAVER_SHARED_DATA names their folder")
class Others(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = AskedGateway({"contract-anthropic": "anthropic", "contract-google": "google"})
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    def check(self, provider, behaviour):
        """What the free check of an endpoint with this behaviour says, and the path that it asked."""
        self.gateway.upstream.reset()
        made = self.gateway.add_endpoint("contract-anthropic", provider, base=f"{self.gateway.upstream.base}/{behaviour}")
        said = self.beaver.admin("POST", f"/admin/endpoints/{made}/check", {})
        asked = self.gateway.upstream.stats()["last_requests"]
        self.beaver.admin("DELETE", f"/admin/endpoints/{made}")
        return said, asked

    def test_recorded_lists_of_models_and_health_say_that_an_endpoint_is_there(self):
        for name in exchanges.names("models") + exchanges.names("health"):
            with self.subTest(name):
                provider = name.partition("/")[0]
                said, asked = self.check(PROVIDERS.get(provider, provider), f"fixture;case={name.replace('/', '.')}")
                self.assertTrue(said["ok"], said)
                self.assertEqual(said["status"], 200)
                self.assertEqual([one["method"] for one in asked], ["GET"], "a check costs nothing")
                self.assertFalse(asked[0]["path"].endswith("/health"), "LiteLLM's /health makes a paid call for each model")

    def test_recorded_refusals_say_what_is_wrong_with_it(self):
        for name in ("openai/error_401_invalid_key", "anthropic/error_401", "gemini/error_400_invalid_key",
                     "litellm/error_401_token_not_found", "openai/error_502_html", "anthropic/error_529_overloaded"):
            with self.subTest(name):
                provider = name.partition("/")[0]
                said, _ = self.check(PROVIDERS.get(provider, provider), f"fixture;case={name.replace('/', '.')}")
                self.assertFalse(said["ok"], said)

    def test_the_gateways_count_is_near_the_providers(self):
        for name in exchanges.names("count"):
            recorded = exchange.load(name)
            said = json.loads(recorded.raw)
            with self.subTest(name):
                if "input_tokens" in said:
                    counted = said["input_tokens"]
                    answer = self.beaver.call("POST", "/v1/messages/count_tokens", recorded.request | {"model": "contract-anthropic"},
                                              self.gateway.account.key)
                    estimate = answer.json()["input_tokens"]
                else:
                    answer = self.beaver.call("POST", "/v1beta/models/contract-google:countTokens", recorded.request,
                                              headers={"x-goog-api-key": self.gateway.account.key})
                    counted, estimate = said["totalTokens"], answer.json()["totalTokens"]
                self.assertEqual(answer.status, 200, answer.body)
                self.assertTrue(counted / 3 <= estimate <= counted * 3, f"{estimate} tokens, the provider counted {counted}")
        self.assertEqual(self.beaver.balance(self.gateway.account.key)["balance"], 100000, "counting is free")


if __name__ == "__main__":
    unittest.main()
