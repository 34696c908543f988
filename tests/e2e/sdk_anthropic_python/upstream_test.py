"""Anthropic's Python SDK against an Anthropic provider, and against providers that speak another dialect."""

import json
import unittest

import claude
from harness import exchange
from harness.paths import FIXTURES

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class Upstream(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = claude.open_gateway()
        cls.addClassCleanup(cls.gateway.close)
        cls.sdk = claude.client(cls.gateway)

    def tearDown(self):
        self.gateway.beaver.assert_balanced()

    def create(self, model, behaviour, text="Hello", **fields):
        return self.sdk.messages.create(**{"model": model, "max_tokens": 256, "messages": claude.say(text, behaviour)} | fields)

    def heard(self, tag):
        return self.gateway.upstream_request(tag)

    def test_plain_answer_and_usage_from_every_dialect(self):
        for model in claude.MODELS:
            with self.subTest(model):
                answer = self.create(model, "ok;tokens=4;cached=5")
                self.assertEqual((claude.text_of(answer), answer.stop_reason), ("w0 w1 w2 w3", "end_turn"))
                usage = answer.usage
                self.assertEqual((usage.input_tokens, usage.cache_read_input_tokens, usage.output_tokens), (7, 5, 4))

    def test_stream_from_every_dialect(self):
        for model in claude.MODELS:
            with self.subTest(model), self.sdk.messages.stream(
                    model=model, max_tokens=256, messages=claude.say("Hello", "ok;tokens=30;split=3")) as stream:
                text = "".join(stream.text_stream)
                final = stream.get_final_message()
                self.assertEqual(text, " ".join(f"w{number}" for number in range(30)))
                self.assertEqual((final.stop_reason, final.usage.input_tokens, final.usage.output_tokens), ("end_turn", 12, 30))

    def test_system_stop_sequences_and_temperature_reach_the_provider(self):
        asked = {"system": [{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}],
                 "stop_sequences": ["END"]}
        heat = {"temperature": 0.5}  # the SDK knows it no more
        self.create("claude-here", "ok;tag=system-here", **asked, extra_body=heat)
        heard = self.heard("system-here")
        self.assertEqual({name: heard[name] for name in asked | heat}, asked | heat, "the same dialect passes it as it came")
        self.create("claude-elsewhere", "ok;tag=system-elsewhere", **asked, extra_body=heat)
        heard = self.heard("system-elsewhere")
        self.assertEqual(heard["messages"][0]["role"], "system")
        self.assertIn("Be brief.", json.dumps(heard["messages"][0]))
        self.assertEqual((heard["stop"], heard["temperature"]), (["END"], 0.5))
        self.create("claude-at-google", "ok;tag=system-google", **asked, extra_body=heat)
        heard = self.heard("system-google")
        self.assertEqual(heard["systemInstruction"]["parts"][0]["text"], "Be brief.")
        self.assertEqual((heard["generationConfig"]["stopSequences"], heard["generationConfig"]["temperature"]), (["END"], 0.5))

    def test_images_reach_the_provider(self):
        for model, where in (("claude-here", '"source"'), ("claude-elsewhere", "data:image/png;base64,"), ("claude-at-google", '"inlineData"')):
            with self.subTest(model):
                content = [{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": DOT}},
                           {"type": "text", "text": f"What is it? [[do ok;tag=image-{model}]]"}]
                self.create(model, None, messages=[{"role": "user", "content": content}])
                heard = json.dumps(self.heard(f"image-{model}"))
                self.assertIn(where, heard)
                self.assertIn(DOT, heard)

    def test_tool_results_reach_the_provider(self):
        conversation = [
            {"role": "user", "content": "How is the weather?"},
            {"role": "assistant", "content": [{"type": "text", "text": "I look."},
                                              {"type": "tool_use", "id": "toolu_1", "name": "weather", "input": {"place": "Bonn"}},
                                              {"type": "tool_use", "id": "toolu_2", "name": "weather", "input": {"place": "Rome"}}]}]
        for model in claude.MODELS:
            with self.subTest(model):
                results = {"role": "user", "content": [
                    {"type": "tool_result", "tool_use_id": "toolu_1", "content": "Rain"},
                    {"type": "tool_result", "tool_use_id": "toolu_2", "content": [{"type": "text", "text": "Sun"}], "is_error": False},
                    {"type": "text", "text": f"Well? [[do ok;tag=results-{model}]]"}]}
                self.create(model, None, messages=[*conversation, results], tools=[claude.WEATHER])
                heard = self.heard(f"results-{model}")
                if model == "claude-elsewhere":
                    self.assertEqual([message["role"] for message in heard["messages"]], ["user", "assistant", "tool", "tool", "user"])
                    self.assertEqual([call["id"] for call in heard["messages"][1]["tool_calls"]],
                                     [message["tool_call_id"] for message in heard["messages"][2:4]])
                self.assertLess(json.dumps(heard).index("Rain"), json.dumps(heard).index("Sun"))

    @unittest.skipUnless(FIXTURES.is_dir(), "the recorded exchanges aren't there")
    def test_recorded_tool_calls_thinking_and_stops(self):
        cases = {"claude-here": ("anthropic.stream_tool_call", "anthropic.tool_call_parallel", "anthropic.stream_thinking", "anthropic.tool_choice_required",
                                 "anthropic.thinking_redacted_stream"),
                 "claude-elsewhere": ("openai.stream_tool_call_parallel", "openai.tool_call_single", "openai.finish_length"),
                 "claude-at-google": ("gemini.stream_tool_call_20flash", "gemini.tool_call", "gemini.max_tokens")}
        for model, recordings in cases.items():
            for case in recordings:
                with self.subTest(case):
                    recorded = exchange.load(case.replace(".", "/"))
                    asked = {"model": model, "max_tokens": 4096, "messages": claude.say("Hello", f"fixture;case={case};split=7"),
                             "tools": [claude.WEATHER]}
                    if recorded.is_stream:
                        with self.sdk.messages.stream(**asked) as stream:
                            message = stream.get_final_message()
                    else:
                        message = self.sdk.messages.create(**asked)
                    should = recorded.answer().choices[0]
                    self.assertEqual((claude.text_of(message), claude.calls_of(message)), (should.text, should.calls))
                    words = {"tool_use": "tool_calls", "max_tokens": "length", "end_turn": "stop", "stop_sequence": "stop"}
                    self.assertEqual(words[message.stop_reason], should.finish)
                    if model == "claude-here" and should.reasoning:
                        block = next(block for block in message.content if block.type == "thinking")
                        self.assertEqual(block.thinking, should.reasoning)
                        self.assertTrue(block.signature)

    def test_structured_output_reaches_the_provider(self):
        schema = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"], "additionalProperties": False}
        asked = {"output_config": {"format": {"type": "json_schema", "schema": schema}}}
        self.create("claude-elsewhere", "ok;tag=schema", extra_body=asked)
        self.assertEqual(self.heard("schema")["response_format"]["json_schema"]["schema"]["properties"], schema["properties"])
        self.create("claude-here", "ok;tag=schema-here", extra_body=asked)
        self.assertEqual(self.heard("schema-here")["output_config"], asked["output_config"])

    def test_betas_and_unknown_fields_survive(self):
        self.create("claude-here", "ok;tag=beta", extra_headers={"anthropic-beta": "a-beta,another"}, extra_body={"of_tomorrow": {"x": [1]}})
        self.assertEqual(self.heard("beta")["of_tomorrow"], {"x": [1]})
        record = self.gateway.upstream.stats(1)["last_requests"][-1]
        self.assertEqual(record["headers"]["anthropic-beta"], "a-beta,another")
        self.assertNotIn(self.gateway.account.key, json.dumps(record))


if __name__ == "__main__":
    unittest.main()
