"""Anthropic's Python SDK against the built-in provider."""

import unittest

import anthropic

import claude
from harness.beaver import Beaver

ECHO = {"model": "beaver/echo", "max_tokens": 100, "messages": claude.say("Say hello to the beaver")}


class Simulated(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = Beaver().start()
        cls.addClassCleanup(cls.beaver.close)
        cls.account = cls.beaver.account()
        cls.sdk = anthropic.Anthropic(base_url=cls.beaver.base, api_key=cls.account.key, max_retries=0)

    def tearDown(self):
        self.beaver.assert_balanced()

    def test_plain_answer(self):
        answer = self.sdk.messages.create(**ECHO)
        self.assertIn("Say hello to the beaver", claude.text_of(answer))
        self.assertEqual((answer.role, answer.type, answer.stop_reason), ("assistant", "message", "end_turn"))
        self.assertTrue(answer.id.startswith("msg_"))
        self.assertGreater(answer.usage.input_tokens, 0)
        self.assertGreater(answer.usage.output_tokens, 0)

    def test_stream_says_the_same(self):
        plain = claude.text_of(self.sdk.messages.create(**ECHO))
        with self.sdk.messages.stream(**ECHO) as stream:
            text = "".join(stream.text_stream)
            final = stream.get_final_message()
        self.assertEqual((text, claude.text_of(final), final.stop_reason), (plain, plain, "end_turn"))
        self.assertGreater(final.usage.output_tokens, 0)

    def test_raw_events_come_in_order(self):
        kinds = [event.type for event in self.sdk.messages.create(**ECHO, stream=True)]
        self.assertEqual((kinds[0], kinds[1], kinds[-2], kinds[-1]),
                         ("message_start", "content_block_start", "message_delta", "message_stop"))

    def test_the_maximum_cuts_the_answer(self):
        answer = self.sdk.messages.create(**ECHO | {"model": "beaver/lorem", "max_tokens": 20})
        self.assertEqual((answer.stop_reason, answer.usage.output_tokens), ("max_tokens", 20))

    def test_tools_there_and_back(self):
        tools = {"tools": [claude.WEATHER], "tool_choice": {"type": "any"}}
        answer = self.sdk.messages.create(**ECHO, **tools)
        self.assertEqual(answer.stop_reason, "tool_use")
        call = next(block for block in answer.content if block.type == "tool_use")
        self.assertEqual(call.name, "weather")
        more = ECHO["messages"] + [
            {"role": "assistant", "content": answer.content},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": call.id, "content": "Sunny"}]}]
        self.assertEqual(self.sdk.messages.create(**ECHO | {"messages": more, "tools": [claude.WEATHER]}).stop_reason, "end_turn")

    def test_a_streamed_tool_call_has_its_input(self):
        with self.sdk.messages.stream(**ECHO, tools=[claude.WEATHER]) as stream:
            final = stream.get_final_message()
        self.assertEqual(final.stop_reason, "tool_use")
        self.assertIsInstance(claude.calls_of(final)[0][1], dict)

    def test_tokens_are_counted(self):
        short = self.sdk.messages.count_tokens(model="beaver/echo", messages=claude.say("Hello")).input_tokens
        long = self.sdk.messages.count_tokens(model="beaver/echo", messages=claude.say("Hello " * 100), system="Be kind.").input_tokens
        self.assertGreater(short, 0)
        self.assertGreater(long, short + 50)

    def test_models_are_listed_in_anthropics_form(self):
        models = list(self.sdk.models.list(limit=5))
        self.assertIn("beaver/echo", {model.id for model in models})
        self.assertTrue(all(model.type == "model" and model.display_name and model.created_at for model in models))
        self.assertEqual(self.sdk.models.retrieve("beaver/echo").id, "beaver/echo")

    def test_the_token_of_claude_code_is_taken_too(self):
        sdk = anthropic.Anthropic(base_url=self.beaver.base, auth_token=self.account.key, api_key=None, max_retries=0)
        self.assertEqual(sdk.messages.create(**ECHO).type, "message")

    def test_a_call_has_a_receipt(self):
        raw = self.sdk.messages.with_raw_response.create(**ECHO)
        self.assertEqual(raw.parse()._request_id, raw.headers["x-request-id"], "what Anthropic's SDK shows as the id of a request")
        receipt = self.beaver.receipt(self.account.key, raw.headers["x-beaver-request-id"])
        usage = raw.parse().usage
        self.assertEqual({bucket["kind"]: bucket["tokens"] for bucket in receipt["buckets"] if bucket["unit"] == "token"},
                         {"input": usage.input_tokens, "output": usage.output_tokens})


if __name__ == "__main__":
    unittest.main()
