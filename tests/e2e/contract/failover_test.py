"""Two providers for one model, one of which fails: the client notices nothing, on any surface."""

import unittest
import urllib.parse

from harness.asked import AskedGateway, read
from harness.dialects import SURFACES

PAIRS = (("openai", "anthropic"), ("anthropic", "google"), ("google", "openai"), ("deepseek", "google"))  # who fails, who helps
FAULTS = ("503", "429;retry_after=60", "401", "529", "html", "rst-before-headers", "fin-before-headers", "json-truncated", "404")


class FailOver(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        models = {f"pair-{sick}-{sound}": sick for sick, sound in PAIRS} | {"alone": "openai"}
        cls.gateway = AskedGateway(models, BEAVER_HEALTH_INTERVAL_S="0")
        cls.addClassCleanup(cls.gateway.close)
        for sick, sound in PAIRS:
            model = f"pair-{sick}-{sound}"
            cls.gateway.beaver.admin("PATCH", f"/admin/endpoints/{cls.gateway.endpoints[model]}", {"priority": 1})
            base = cls.gateway.upstream.base + "/ok;tokens=4" + ("/v1" if sound == "openai" else "")
            cls.gateway.add_endpoint(model, sound, base=base)

    def tearDown(self):
        self.gateway.beaver.assert_balanced()

    def test_the_next_endpoint_answers_whatever_its_dialect(self):
        for sick, sound in PAIRS:
            model = f"pair-{sick}-{sound}"
            for surface in SURFACES:
                for stream in (False, True):
                    for fault in FAULTS:
                        if fault == "json-truncated" and stream:
                            continue
                        with self.subTest(f"{surface} to {sick}, then {sound}, {'stream' if stream else 'whole'}: {fault}"):
                            answer = self.gateway.call(surface, self.gateway.request(surface, model, fault, stream), stream, model)
                            self.gateway.rest_no_more(model)
                            self.assertEqual(answer.status, 200, answer.body[:300])
                            got = read(surface, answer, strict=True)
                            self.assertEqual((got.choices[0].text, got.choices[0].finish), ("w0 w1 w2 w3", "stop"))
                            self.assertEqual(answer.headers["x-beaver-attempts"], "2")
                            attempts = self.gateway.receipt(answer)["attempts"]
                            self.assertEqual(len(attempts), 2)
                            self.assertTrue(attempts[0]["reason"])

    def test_a_request_at_fault_is_asked_once(self):
        for surface in SURFACES:
            with self.subTest(surface):
                model = "pair-openai-anthropic"
                answer = self.gateway.call(surface, self.gateway.request(surface, model, "400"), model=model)
                self.assertEqual(answer.status, 400)
                self.assertEqual(len(self.gateway.receipt(answer)["attempts"]), 1)

    def test_what_a_client_makes_a_provider_repeat_blames_nobody_else(self):
        model = "pair-openai-anthropic"
        for needle in ("budget_exceeded", "budget has been exceeded", "insufficient_quota", "insufficient balance", "credit balance is too low",
                       "used all available", "insufficient credits", "spending limit", "no connected db", "incorrect api key",
                       "invalid_api_key", "api_key_invalid", "AuthenticationError", "invalid api key",
                       "Your credit balance is too low to access the Anthropic API: Extra inputs are not permitted",
                       "Incorrect API key provided: what a client wrote. You can obtain an API key from https://console.x.ai."):
            with self.subTest(needle):
                said = urllib.parse.quote(f"Invalid value: '{needle}'." if needle[0].islower() else needle, safe="")
                answer = self.gateway.call("chat", self.gateway.request("chat", model, f"status;code=400;message={said}"), model=model)
                self.assertEqual(answer.status, 400, answer.body)
                self.assertIn(needle.split(" You can obtain")[0], answer.json()["error"]["message"])  # what follows is for the operator
                self.assertEqual(len(self.gateway.receipt(answer)["attempts"]), 1)
        answer = self.gateway.call("chat", self.gateway.request("chat", model), model=model)
        self.assertEqual((answer.status, answer.headers["x-beaver-attempts"]), (200, "1"), "the endpoint and its credential still count as sound")

    def test_a_rate_limit_is_told_in_our_words(self):
        model = "alone"
        answer = self.gateway.call("chat", self.gateway.request("chat", model, "status;code=429;message=Limit%20of%20org-canary"), model=model)
        self.gateway.rest_no_more(model)
        self.assertEqual(answer.status, 429, answer.body)
        self.assertNotIn(b"org-canary", answer.body)
        self.assertTrue(answer.json()["error"]["message"])

    def test_after_the_first_byte_nobody_else_is_asked(self):
        for surface in SURFACES:
            with self.subTest(surface):
                model = "pair-openai-anthropic"
                answer = self.gateway.call(surface, self.gateway.request(surface, model, "rst-mid-body;events=6", True), True, model)
                self.assertEqual(answer.status, 200)
                self.assertTrue(read(surface, answer).error)
                self.assertEqual(len(self.gateway.receipt(answer)["attempts"]), 1)
                self.gateway.rest_no_more(model)


if __name__ == "__main__":
    unittest.main()
