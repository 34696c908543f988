"""OpenAI's Python SDK on the Responses surface: the built-in provider, a provider that knows Responses, providers that don't."""

import json
import unittest

import openai
from harness import exchange
from harness.asked import AskedGateway
from harness.paths import FIXTURES
from pydantic import BaseModel

MODELS = {"responses-here": "openai", "responses-at-deepseek": "deepseek", "responses-at-anthropic": "anthropic",
          "responses-at-google": "google"}
WEATHER = {"type": "function", "name": "weather", "description": "The weather at a place", "strict": False,
           "parameters": {"type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"]}}


class Person(BaseModel):
    name: str
    age: int


def calls_of(response):
    return [(item.name, json.loads(item.arguments or "{}")) for item in response.output if item.type == "function_call"]


class Responses(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = AskedGateway(MODELS)
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        cls.sdk = cls.client()

    @classmethod
    def client(cls, **settings):
        settings = {"api_key": cls.gateway.account.key, "max_retries": 0, "timeout": 60} | settings
        return openai.OpenAI(base_url=cls.beaver.base + "/v1", **settings)

    def tearDown(self):
        self.beaver.assert_balanced()

    def create(self, model, behaviour, **fields):
        return self.sdk.responses.create(**{"model": model, "input": f"Hello [[do {behaviour}]]"} | fields)

    # The built-in provider

    def test_plain_answer(self):
        response = self.sdk.responses.create(model="beaver/echo", input="Say hello", instructions="Be kind.")
        self.assertIn("Say hello", response.output_text)
        self.assertEqual((response.status, response.object), ("completed", "response"))
        self.assertTrue(response.id.startswith("resp_"))
        self.assertEqual(response.usage.total_tokens, response.usage.input_tokens + response.usage.output_tokens)

    def test_stream_says_the_same(self):
        plain = self.sdk.responses.create(model="beaver/echo", input="Say hello").output_text
        with self.sdk.responses.stream(model="beaver/echo", input="Say hello") as stream:
            text = "".join(event.delta for event in stream if event.type == "response.output_text.delta")
            final = stream.get_final_response()
        self.assertEqual((text, final.output_text, final.status), (plain, plain, "completed"))

    def test_the_maximum_makes_it_incomplete(self):
        response = self.sdk.responses.create(model="beaver/lorem", input="Write", max_output_tokens=20)
        self.assertEqual((response.status, response.incomplete_details.reason), ("incomplete", "max_output_tokens"))

    def test_tools_there_and_back(self):
        first = self.sdk.responses.create(model="beaver/echo", input="How is it?", tools=[WEATHER])
        call = next(item for item in first.output if item.type == "function_call")
        self.assertEqual(call.name, "weather")
        history = [{"role": "user", "content": "How is it?"}, *first.output,
                   {"type": "function_call_output", "call_id": call.call_id, "output": "Rain"}]
        self.assertEqual(self.sdk.responses.create(model="beaver/echo", input=history, tools=[WEATHER]).status, "completed")

    # Every dialect behind

    def test_plain_answer_and_usage_from_every_dialect(self):
        for model in MODELS:
            with self.subTest(model):
                response = self.create(model, "ok;tokens=4;cached=5")
                self.assertEqual(response.output_text, "w0 w1 w2 w3")
                usage = response.usage
                self.assertEqual((usage.input_tokens, usage.input_tokens_details.cached_tokens, usage.output_tokens), (12, 5, 4))

    def test_stream_from_every_dialect(self):
        for model in MODELS:
            with self.subTest(model):
                kinds, text = [], ""
                for event in self.create(model, "ok;tokens=30;split=3", stream=True):
                    kinds.append(event.type)
                    text += event.delta if event.type == "response.output_text.delta" else ""
                self.assertEqual(text, " ".join(f"w{number}" for number in range(30)))
                self.assertEqual((kinds[0], kinds[-1]), ("response.created", "response.completed"))

    def test_structured_output_from_every_dialect(self):
        for model in MODELS:
            with self.subTest(model):
                response = self.sdk.responses.parse(
                    model=model, text_format=Person,
                    input=f"Who? [[do ok;tag=person-{model};text=%7B%22name%22:%22Ada%22,%22age%22:36%7D]]")
                self.assertEqual(response.output_parsed, Person(name="Ada", age=36))
                self.assertIn('"age"', json.dumps(self.gateway.upstream_request(f"person-{model}")))

    @unittest.skipUnless(FIXTURES.is_dir(), "the recorded exchanges aren't there")
    def test_recorded_tool_calls(self):
        cases = {"responses-here": ("openai_responses.tool_call", "openai_responses.stream_tool_call"),
                 "responses-at-deepseek": ("openai.tool_call_parallel", "openai.stream_tool_call_parallel", "deepseek.stream_tool_call"),
                 "responses-at-anthropic": ("anthropic.tool_call_parallel", "anthropic.stream_tool_call"),
                 "responses-at-google": ("gemini.tool_call", "gemini.stream_tool_call_20flash")}
        for model, recordings in cases.items():
            for case in recordings:
                with self.subTest(case):
                    recorded = exchange.load(case.replace(".", "/"))
                    asked = {"model": model, "input": f"Hello [[do fixture;case={case};split=7]]", "tools": [WEATHER]}
                    if recorded.is_stream:
                        with self.sdk.responses.stream(**asked) as stream:
                            response = stream.get_final_response()
                    else:
                        response = self.sdk.responses.create(**asked)
                    should = recorded.answer().choices[0]
                    self.assertEqual((response.output_text, calls_of(response)), (should.text, should.calls))

    def test_what_only_responses_knows_reaches_a_provider_that_knows_it(self):
        asked = {"include": ["reasoning.encrypted_content"], "prompt_cache_key": "k", "store": False, "reasoning": {"effort": "low"}}
        self.create("responses-here", "ok;tag=own", extra_body={"of_tomorrow": [1]}, **asked)
        heard = self.gateway.upstream_request("own")
        self.assertEqual({name: heard[name] for name in asked}, asked)
        self.assertEqual(heard["of_tomorrow"], [1])

    # Refusals and failures

    def test_unknown_key_model_and_field(self):
        with self.assertRaises(openai.AuthenticationError):
            self.client(api_key="beaver_nobody").responses.create(model="beaver/echo", input="Hello")
        with self.assertRaises(openai.NotFoundError) as caught:
            self.sdk.responses.create(model="no-such-model", input="Hello")
        self.assertEqual(caught.exception.code, "model_not_found")
        with self.assertRaises(openai.BadRequestError) as caught:
            self.sdk.responses.create(model="beaver/echo", input="Hello", extra_body={"max_output_tokens": "many"})
        self.assertEqual(caught.exception.param, "max_output_tokens")

    def test_no_money(self):
        with self.assertRaises(openai.APIStatusError) as caught:
            self.client(api_key=self.beaver.account(balance=0).key, max_retries=2).responses.create(model="responses-here", input="Hello")
        self.assertEqual((caught.exception.status_code, caught.exception.code), (402, "insufficient_quota"))

    def test_failures_of_providers(self):
        for model in MODELS:
            with self.subTest(model):
                for behaviour, kind, code in (("429;retry_after=3", openai.RateLimitError, "rate_limit_exceeded"),
                                              ("503", openai.InternalServerError, None), ("401", openai.InternalServerError, "upstream_authentication")):
                    with self.assertRaises(kind) as caught:
                        self.create(model, behaviour)
                    if code:
                        self.assertEqual(caught.exception.code, code)
                    self.assertNotIn("canary", str(caught.exception.body))
                    self.gateway.rest_no_more(model)

    def test_an_error_inside_a_stream_ends_it_as_failed(self):
        for model in MODELS:
            with self.subTest(model):
                kinds = []
                try:
                    for event in self.create(model, "sse-error;events=6;done=0", stream=True):
                        kinds.append(event.type)
                except openai.APIError:
                    kinds.append("error")
                self.assertIn(kinds[-1], ("response.failed", "error"))
                self.assertNotIn("response.completed", kinds)

    def test_an_answer_is_there_no_more_when_it_is_not_stored(self):
        with self.assertRaises(openai.NotFoundError):
            self.sdk.responses.retrieve("resp_unknown")


if __name__ == "__main__":
    unittest.main()
