"""LiteLLM's client library on the OpenAI and Anthropic surfaces."""

import json
import os
import unittest

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # else it fetches one from the network, now and in the middle of the tests
import litellm  # noqa: E402
from harness.asked import AskedGateway  # noqa: E402

MODELS = {"lite-openai": "openai", "lite-anthropic": "anthropic", "lite-google": "google"}
WEATHER = {"type": "function", "function": {"name": "weather", "description": "The weather", "parameters": {
    "type": "object", "properties": {"place": {"type": "string"}}}}}


class Calls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        litellm.telemetry = False
        cls.gateway = AskedGateway(MODELS)
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    def tearDown(self):
        self.beaver.assert_balanced()

    def complete(self, way, model, text, **fields):
        """`way` is the provider that LiteLLM takes Beaver for: openai or anthropic."""
        base = self.beaver.base + ("/v1" if way == "openai" else "")
        return litellm.completion(**{"model": f"{way}/{model}", "api_base": base, "api_key": self.gateway.account.key, "max_retries": 0,
                                     "max_tokens": 200, "messages": [{"role": "user", "content": text}]} | fields)

    def test_plain_answers(self):
        for way in ("openai", "anthropic"):
            self.assertIn("Hello", self.complete(way, "beaver/echo", "Hello").choices[0].message.content)
            for model in MODELS:
                with self.subTest(f"{way} {model}"):
                    answer = self.complete(way, model, "Hello [[do ok;tokens=4]]")
                    self.assertEqual((answer.choices[0].message.content, answer.choices[0].finish_reason), ("w0 w1 w2 w3", "stop"))
                    self.assertEqual((answer.usage.prompt_tokens, answer.usage.completion_tokens), (12, 4))

    def test_streams(self):
        for way in ("openai", "anthropic"):
            for model in MODELS:
                with self.subTest(f"{way} {model}"):
                    chunks = list(self.complete(way, model, "Hello [[do ok;tokens=20;split=3]]", stream=True,
                                                stream_options={"include_usage": True}))
                    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
                    self.assertEqual(text, " ".join(f"w{number}" for number in range(20)))
                    self.assertEqual(chunks[-1].usage.completion_tokens, 20)

    def test_tools(self):
        for way in ("openai", "anthropic"):
            with self.subTest(way):
                message = self.complete(way, "beaver/echo", "How is it?", tools=[WEATHER]).choices[0].message
                self.assertEqual(message.tool_calls[0].function.name, "weather")
                self.assertIsInstance(json.loads(message.tool_calls[0].function.arguments), dict)

    def test_errors(self):
        for way in ("openai", "anthropic"):
            with self.subTest(way):
                with self.assertRaises(litellm.RateLimitError):
                    self.complete(way, "lite-google", "Hello [[do 429;retry_after=3]]")
                self.gateway.rest_no_more("lite-google")
                with self.assertRaises(litellm.AuthenticationError):
                    self.complete(way, "lite-openai", "Hello", api_key="beaver_nobody")
                with self.assertRaises((litellm.ServiceUnavailableError, litellm.InternalServerError)):
                    self.complete(way, "lite-anthropic", "Hello [[do 529]]")

    def test_embeddings(self):
        answer = litellm.embedding(model="openai/beaver/embed", input=["Hello", "World"], api_base=self.beaver.base + "/v1",
                                   api_key=self.gateway.account.key)
        self.assertEqual(len(answer.data), 2)


if __name__ == "__main__":
    unittest.main()
