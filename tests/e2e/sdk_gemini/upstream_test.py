"""Google's GenAI SDK against a Gemini provider, and against providers of other dialects; refusals and failures."""

import json
import unittest

import gemini
from google.genai import errors, types
from harness import exchange
from harness.paths import FIXTURES
from pydantic import BaseModel


class Person(BaseModel):
    name: str
    age: int


class Upstream(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = gemini.open_gateway()
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        cls.sdk = gemini.client(cls.beaver, cls.gateway.account.key)

    def tearDown(self):
        self.beaver.assert_balanced()

    def generate(self, model, behaviour, **config):
        return self.sdk.models.generate_content(model=model, contents=gemini.says(behaviour),
                                                config=types.GenerateContentConfig(**config) if config else None)

    def test_plain_answer_and_usage_from_every_dialect(self):
        for model in gemini.MODELS:
            with self.subTest(model):
                answer = self.generate(model, "ok;tokens=4;cached=5")
                self.assertEqual(answer.text, "w0 w1 w2 w3")
                usage = answer.usage_metadata
                self.assertEqual((usage.prompt_token_count, usage.cached_content_token_count, usage.candidates_token_count), (12, 5, 4))

    def test_stream_from_every_dialect(self):
        for model in gemini.MODELS:
            with self.subTest(model):
                chunks = list(self.sdk.models.generate_content_stream(model=model, contents=gemini.says("ok;tokens=30;split=3")))
                self.assertEqual("".join(chunk.text or "" for chunk in chunks), " ".join(f"w{number}" for number in range(30)))
                self.assertEqual(chunks[-1].usage_metadata.candidates_token_count, 30)
                reasons = [chunk.candidates[0].finish_reason for chunk in chunks if chunk.candidates]
                self.assertEqual([reason for reason in reasons if reason], [types.FinishReason.STOP])

    def test_settings_reach_the_provider(self):
        config = {"system_instruction": "Be brief.", "temperature": 0.5, "top_p": 0.9, "max_output_tokens": 99, "stop_sequences": ["END"]}
        self.generate("gemini-elsewhere", "ok;tag=settings-openai", **config)
        heard = self.gateway.upstream_request("settings-openai")
        self.assertEqual((heard["messages"][0]["content"], heard["temperature"], heard["top_p"], heard["stop"]), ("Be brief.", 0.5, 0.9, ["END"]))
        self.assertEqual(heard.get("max_completion_tokens", heard.get("max_tokens")), 99)
        self.generate("gemini-at-anthropic", "ok;tag=settings-anthropic", **config | {"top_p": None})
        heard = self.gateway.upstream_request("settings-anthropic")
        self.assertIn("Be brief.", json.dumps(heard["system"]))
        self.assertEqual((heard["temperature"], heard["stop_sequences"], heard["max_tokens"]), (0.5, ["END"], 99))
        self.generate("gemini-here", "ok;tag=settings-here", **config)
        heard = self.gateway.upstream_request("settings-here")
        self.assertEqual(heard["generationConfig"]["topP"], 0.9)

    def test_json_schema_reaches_the_provider_and_the_answer_is_parsed(self):
        person = "%7B%22name%22:%22Ada%22,%22age%22:36%7D"
        for model in ("gemini-here", "gemini-elsewhere", "gemini-at-anthropic"):
            with self.subTest(model):
                answer = self.generate(model, f"ok;tag=schema-{model};text={person}", response_mime_type="application/json", response_schema=Person)
                self.assertEqual(answer.parsed, Person(name="Ada", age=36))
                self.assertIn('"age"', json.dumps(self.gateway.upstream_request(f"schema-{model}")))
        heard = self.gateway.upstream_request("schema-gemini-elsewhere")
        self.assertEqual(heard["response_format"]["type"], "json_schema")
        self.assertEqual(heard["response_format"]["json_schema"]["schema"]["properties"]["age"]["type"], "integer")

    def test_pictures_reach_the_provider(self):
        dot = types.Part.from_bytes(data=b"\x89PNG-or-so", mime_type="image/png")
        for model, mark in (("gemini-elsewhere", "data:image/png;base64,iVBORy1vci1zbw=="), ("gemini-at-anthropic", '"media_type": "image/png"')):
            self.sdk.models.generate_content(model=model, contents=[dot, gemini.says(f"ok;tag=dot-{model}")])
            self.assertIn(mark, json.dumps(self.gateway.upstream_request(f"dot-{model}")))

    @unittest.skipUnless(FIXTURES.is_dir(), "the recorded exchanges aren't there")
    def test_recorded_function_calls(self):
        weather = types.Tool(function_declarations=[types.FunctionDeclaration(name="weather", description="The weather")])
        for model, cases in {"gemini-here": ("gemini.tool_call", "gemini.stream_tool_call_20flash", "gemini.stream_tool_call_gemini3_vercel"),
                             "gemini-elsewhere": ("openai.tool_call_parallel", "openai.stream_tool_call_parallel"),
                             "gemini-at-anthropic": ("anthropic.tool_call_parallel", "anthropic.stream_tool_call")}.items():
            for case in cases:
                with self.subTest(case):
                    recorded = exchange.load(case.replace(".", "/"))
                    asked = {"model": model, "contents": gemini.says(f"fixture;case={case};split=7"),
                             "config": types.GenerateContentConfig(tools=[weather], automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True))}
                    if recorded.is_stream:
                        calls = [call for chunk in self.sdk.models.generate_content_stream(**asked) for call in chunk.function_calls or []]
                    else:
                        calls = self.sdk.models.generate_content(**asked).function_calls
                    self.assertEqual([(call.name, call.args or {}) for call in calls], recorded.answer().choices[0].calls)

    @unittest.skipUnless(FIXTURES.is_dir(), "the recorded exchanges aren't there")
    def test_recorded_blocks_and_empty_answers_are_passed_on(self):
        blocked = self.generate("gemini-here", "fixture;case=gemini.prompt_blocked")
        self.assertTrue(blocked.prompt_feedback.block_reason)
        self.assertEqual(self.generate("gemini-here", "fixture;case=gemini.safety_finish").candidates[0].finish_reason, types.FinishReason.SAFETY)

    # Refusals and failures

    def assert_refused(self, status, code, model="gemini-here", behaviour="ok", sdk=None):
        with self.assertRaises(errors.ClientError if code < 500 else errors.ServerError) as caught:
            (sdk or self.sdk).models.generate_content(model=model, contents=gemini.says(behaviour))
        self.assertEqual((caught.exception.code, caught.exception.status), (code, status))
        self.assertTrue(caught.exception.message)
        self.assertNotIn("canary", str(caught.exception))
        if model in self.gateway.endpoints:
            self.gateway.rest_no_more(model)

    def test_refusals_are_googles(self):
        self.assert_refused("UNAUTHENTICATED", 401, sdk=gemini.client(self.beaver, "beaver_nobody"))
        self.assert_refused("NOT_FOUND", 404, model="no-such-model")
        self.assert_refused("FAILED_PRECONDITION", 402, sdk=gemini.client(self.beaver, self.beaver.account(balance=0).key))

    def test_failures_are_googles(self):
        for model in gemini.MODELS:
            with self.subTest(model):
                self.assert_refused("RESOURCE_EXHAUSTED", 429, model, "429;retry_after=3")
                self.assert_refused("UNAVAILABLE", 503, model, "503")
                self.assert_refused("UNAVAILABLE", 502, model, "401")

    def test_an_error_inside_a_stream_is_an_error(self):
        for model in gemini.MODELS:
            with self.subTest(model), self.assertRaises(errors.APIError):
                list(self.sdk.models.generate_content_stream(model=model, contents=gemini.says("sse-error;events=6;done=0")))


if __name__ == "__main__":
    unittest.main()
