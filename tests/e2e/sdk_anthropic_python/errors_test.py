"""What Anthropic's Python SDK makes of refusals and failures: the right exception, retries that help, never a charge for nothing."""

import unittest

import anthropic

import claude
from harness.paths import FIXTURES


class Errors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = claude.open_gateway()
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        cls.sdk = claude.client(cls.gateway)

    def tearDown(self):
        for model in claude.MODELS:
            self.gateway.rest_no_more(model)
        self.beaver.assert_balanced()

    def assert_raises(self, kind, said, model="claude-here", behaviour=None, sdk=None, **fields):
        """The SDK's own class for it, and Anthropic's word; nothing is charged."""
        before = self.beaver.balance(self.gateway.account.key)["balance"]
        with self.assertRaises(kind) as caught:
            (sdk or self.sdk).messages.create(**{"model": model, "max_tokens": 100, "messages": claude.say("Hello", behaviour)} | fields)
        error = caught.exception
        self.assertIs(type(error), kind, error)
        self.assertEqual(error.body["error"]["type"], said, error)
        self.assertEqual(error.body["request_id"], error.response.headers["request-id"])
        self.assertEqual(self.beaver.balance(self.gateway.account.key)["balance"], before)
        self.assertNotIn("canary", str(error.body))
        return error

    def test_unknown_key(self):
        self.assert_raises(anthropic.AuthenticationError, "authentication_error", sdk=claude.client(self.gateway, api_key="beaver_nobody"))

    def test_no_money_is_not_tried_again(self):
        poor = claude.client(self.gateway, api_key=self.beaver.account(balance=0).key, max_retries=2)
        error = self.assert_raises(anthropic.PaymentRequiredError, "billing_error", sdk=poor)
        self.assertEqual((error.status_code, error.response.headers["x-should-retry"]), (402, "false"))

    def test_unknown_model(self):
        self.assert_raises(anthropic.NotFoundError, "not_found_error", model="no-such-model")

    def test_a_malformed_request_names_the_field(self):
        error = self.assert_raises(anthropic.BadRequestError, "invalid_request_error", extra_body={"max_tokens": "many"})
        self.assertIn("max_tokens", error.body["error"]["message"])

    def test_a_provider_at_its_limit(self):
        for model in claude.MODELS:
            with self.subTest(model):
                error = self.assert_raises(anthropic.RateLimitError, "rate_limit_error", model, "429;retry_after=7")
                self.assertEqual(error.response.headers["retry-after"], "7")
                self.gateway.rest_no_more(model)

    def test_a_provider_that_is_overloaded(self):
        for model in claude.MODELS:
            with self.subTest(model):
                with self.assertRaises(anthropic.InternalServerError) as caught:
                    self.sdk.messages.create(model=model, max_tokens=100, messages=claude.say("Hello", "529"))
                self.assertIn(caught.exception.status_code, (503, 529))
                self.assertEqual(caught.exception.body["error"]["type"], "overloaded_error")
                self.gateway.rest_no_more(model)

    @unittest.skipUnless(FIXTURES.is_dir(), "the recorded exchanges aren't there")
    def test_our_own_credential_is_never_the_clients_fault(self):
        for model, case in (("claude-here", "anthropic.error_401"), ("claude-elsewhere", "openai.error_401_invalid_key"),
                            ("claude-at-google", "gemini.error_400_invalid_key")):
            with self.subTest(case), self.assertRaises(anthropic.InternalServerError) as caught:
                self.sdk.messages.create(model=model, max_tokens=100, messages=claude.say("Hello", f"fixture;case={case}"))
            self.assertEqual(caught.exception.body["error"]["type"], "api_error")
            self.gateway.rest_no_more(model)

    @unittest.skipUnless(FIXTURES.is_dir(), "the recorded exchanges aren't there")
    def test_a_prompt_that_is_too_long(self):
        for model, case in (("claude-here", "anthropic.error_400_prompt_too_long"), ("claude-elsewhere", "openai.error_400_context_length")):
            with self.subTest(case):
                self.assert_raises(anthropic.BadRequestError, "invalid_request_error", model, f"fixture;case={case}")

    def test_a_short_rate_limit_is_waited_for(self):
        answer = claude.client(self.gateway, max_retries=3).messages.create(
            model="claude-elsewhere", max_tokens=100, messages=claude.say("Hello", "429;retry_after_ms=100;fail=1;tag=short"))
        self.assertEqual(answer.stop_reason, "end_turn")

    def test_an_error_inside_a_stream_is_an_error(self):
        for model in claude.MODELS:
            with self.subTest(model), self.assertRaises(anthropic.APIStatusError) as caught:
                with self.sdk.messages.stream(model=model, max_tokens=100, messages=claude.say("Hello", "sse-error;events=6;done=0")) as stream:
                    stream.get_final_message()
            self.assertEqual(caught.exception.body["type"], "error")

    def test_a_cut_stream_is_an_error_and_not_an_end(self):
        for model in claude.MODELS:
            for behaviour in ("rst-mid-body;events=6", "fin-mid-body;events=6"):
                with self.subTest(f"{model} {behaviour}"), self.assertRaises(anthropic.APIError):
                    with self.sdk.messages.stream(model=model, max_tokens=100, messages=claude.say("Hello", behaviour)) as stream:
                        stream.get_final_message()

    def test_a_client_that_leaves_pays_for_what_came(self):
        calls = len(self.beaver.calls(self.gateway.account))
        with self.sdk.messages.stream(model="claude-elsewhere", max_tokens=5000,
                                      messages=claude.say("Hello", "ok;tokens=4000;chunk_ms=20")) as stream:
            for number, _ in enumerate(stream.text_stream):
                if number == 5:
                    break
        receipt = self.beaver.next_receipt(self.gateway.account, calls)
        self.assertEqual(receipt["outcome"], "client_gone")
        output = sum(bucket["tokens"] for bucket in receipt["buckets"] if bucket["kind"] == "output")
        self.assertTrue(0 < output < 2000, output)


if __name__ == "__main__":
    unittest.main()
