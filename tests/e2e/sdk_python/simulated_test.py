"""OpenAI's Python SDK against the built-in provider: what a person does on the first day."""

import unittest

import openai

import sdk
from harness.beaver import Beaver
from harness.gateway import recomputed_cost

SAY = [{"role": "user", "content": "Say hello to the beaver"}]


class Simulated(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = Beaver().start()
        cls.addClassCleanup(cls.beaver.close)
        cls.account = cls.beaver.account()
        cls.sdk = sdk.client(cls.beaver, cls.account)

    def tearDown(self):
        self.beaver.assert_balanced()

    def test_models_are_listed(self):
        names = {model.id for model in self.sdk.models.list()}
        self.assertLessEqual({"beaver/echo", "beaver/lorem"}, names)

    def test_one_model_is_found_by_an_id_with_a_slash(self):
        self.assertEqual(self.sdk.models.retrieve("beaver/echo").id, "beaver/echo")

    def test_plain_answer(self):
        answer = self.sdk.chat.completions.create(model="beaver/echo", messages=SAY)
        self.assertIn("Say hello to the beaver", answer.choices[0].message.content)
        self.assertEqual(answer.choices[0].finish_reason, "stop")
        self.assertEqual(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens)

    def test_stream_says_the_same_as_the_plain_answer(self):
        plain = self.sdk.chat.completions.create(model="beaver/echo", messages=SAY)
        choices, usage = sdk.gather(self.sdk.chat.completions.create(model="beaver/echo", messages=SAY, stream=True))
        self.assertEqual(choices[0]["content"], plain.choices[0].message.content)
        self.assertEqual(choices[0]["finish_reason"], "stop")
        self.assertIsNone(usage, "usage comes only when asked for")

    def test_stream_with_usage(self):
        stream = self.sdk.chat.completions.create(model="beaver/lorem", messages=SAY, stream=True,
                                                  stream_options={"include_usage": True})
        _, usage = sdk.gather(stream)
        self.assertGreater(usage.completion_tokens, 0)

    def test_max_tokens_cut_the_answer(self):
        answer = self.sdk.chat.completions.create(model="beaver/lorem", messages=SAY, max_tokens=5)
        self.assertEqual(answer.choices[0].finish_reason, "length")
        self.assertLessEqual(answer.usage.completion_tokens, 5)

    def test_a_call_has_a_receipt_that_adds_up(self):
        request_id, answer = sdk.create(self.sdk, {"model": "beaver/echo", "messages": SAY})
        receipt = self.beaver.receipt(self.account.key, request_id)
        self.assertEqual(receipt["outcome"], "complete")
        self.assertEqual(sum(bucket["tokens"] for bucket in receipt["buckets"] if bucket["kind"] in ("input", "output")),
                         answer.usage.total_tokens)
        self.assertEqual(receipt["cost"], recomputed_cost(receipt))

    def test_the_helper_for_streams_works(self):
        with self.sdk.chat.completions.stream(model="beaver/echo", messages=SAY) as stream:
            for _ in stream:
                pass
            self.assertIn("Say hello", stream.get_final_completion().choices[0].message.content)


class Errors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # A provider that nobody needs to reach.
        cls.beaver = Beaver(OPENAI_API_KEY="sk-e2e", OPENAI_BASE_URL="http://127.0.0.1:9/v1").start()
        cls.addClassCleanup(cls.beaver.close)
        cls.account = cls.beaver.account()
        cls.sdk = sdk.client(cls.beaver, cls.account)

    def test_unknown_key(self):
        with self.assertRaises(openai.AuthenticationError) as caught:
            self.sdk.with_options(api_key="beaver_nobody").chat.completions.create(model="beaver/echo", messages=SAY)
        self.assertEqual(caught.exception.code, "invalid_api_key")

    def test_unknown_model(self):
        with self.assertRaises(openai.NotFoundError) as caught:
            self.sdk.chat.completions.create(model="no-such-model", messages=SAY)
        self.assertEqual(caught.exception.code, "model_not_found")

    def test_malformed_request_names_the_field(self):
        with self.assertRaises(openai.BadRequestError) as caught:
            self.sdk.chat.completions.create(model="beaver/echo", messages=SAY, extra_body={"stream": "perhaps"})
        self.assertEqual(caught.exception.param, "stream")
        self.assertIn("stream", caught.exception.message)

    def test_no_money_is_402_and_is_not_tried_again(self):
        gateway_calls = "SELECT count(*) FROM usage_records"
        poor = self.beaver.account(balance=0)
        before = self.beaver.rows(gateway_calls)[0][0]
        with self.assertRaises(openai.APIStatusError) as caught:
            sdk.client(self.beaver, poor, max_retries=2).chat.completions.create(model="gpt-4o-mini", messages=SAY, max_tokens=1000)
        self.assertEqual(caught.exception.status_code, 402)
        self.assertEqual(caught.exception.response.headers["x-should-retry"], "false")
        self.assertLessEqual(self.beaver.rows(gateway_calls)[0][0], before + 1, "the SDK tried again")


if __name__ == "__main__":
    unittest.main()
