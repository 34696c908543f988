"""LangChain's chat models and embeddings on the OpenAI and Anthropic surfaces."""

import asyncio
import unittest

import anthropic
import openai
from harness import exchange
from harness.asked import AskedGateway
from harness.paths import FIXTURES
from langchain_anthropic import ChatAnthropic
from langchain_core.messages import HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from pydantic import BaseModel

MODELS = {"chain-openai": "openai", "chain-anthropic": "anthropic", "chain-google": "google"}
ADA = "%7B%22name%22:%22Ada%22,%22age%22:36%7D"
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class Person(BaseModel):
    """A person."""
    name: str
    age: int


@tool
def weather(input: str) -> str:
    """The weather at a place."""
    return "Rain"


def gathered(chunks):
    whole = None
    for chunk in chunks:
        whole = chunk if whole is None else whole + chunk
    return whole


class Chains(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = AskedGateway(MODELS)
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver, cls.key = cls.gateway.beaver, cls.gateway.account.key

    def tearDown(self):
        self.beaver.assert_balanced()

    def openai(self, model, **settings):
        return ChatOpenAI(model=model, base_url=self.beaver.base + "/v1", api_key=self.key, max_retries=0, stream_usage=True, **settings)

    def anthropic(self, model, **settings):
        return ChatAnthropic(model=model, base_url=self.beaver.base, api_key=self.key, max_retries=0, max_tokens=256, **settings)

    def both(self):
        """Every model through both classes."""
        return [(model, made(model)) for model in ("beaver/echo", *MODELS) for made in (self.openai, self.anthropic)]

    def test_invoke(self):
        for model, chat in self.both():
            with self.subTest(f"{type(chat).__name__} {model}"):
                answer = chat.invoke([SystemMessage("Be brief."), HumanMessage("Hello [[do ok;tokens=4]]")])
                self.assertIn("Hello" if model == "beaver/echo" else "w0 w1 w2 w3", answer.text)
                self.assertGreater(answer.usage_metadata["input_tokens"], 0)
                self.assertGreater(answer.usage_metadata["output_tokens"], 0)

    def test_stream(self):
        for model, chat in self.both():
            with self.subTest(f"{type(chat).__name__} {model}"):
                whole = gathered(chat.stream("Hello [[do ok;tokens=20;split=3]]"))
                if model != "beaver/echo":
                    self.assertEqual(whole.text, " ".join(f"w{number}" for number in range(20)))
                    self.assertEqual(whole.usage_metadata["output_tokens"], 20)

    def test_many_at_once(self):
        chat = self.openai("chain-anthropic")

        async def ask():
            return await chat.abatch([f"Hello [[do ok;tokens={number}]]" for number in range(1, 21)])

        self.assertEqual([len(answer.text.split()) for answer in asyncio.run(ask())], list(range(1, 21)))

    def test_tools_there_and_back(self):
        for chat in (self.openai("beaver/echo"), self.anthropic("beaver/echo")):
            with self.subTest(type(chat).__name__):
                able = chat.bind_tools([weather])
                asked = HumanMessage("How is it?")
                answer = able.invoke([asked])
                self.assertEqual([call["name"] for call in answer.tool_calls], ["weather"])
                results = [ToolMessage(weather.invoke(call["args"]), tool_call_id=call["id"]) for call in answer.tool_calls]
                self.assertTrue(able.invoke([asked, answer, *results]).text)

    @unittest.skipUnless(FIXTURES.is_dir(), "the recorded exchanges aren't there")
    def test_recorded_tool_calls(self):
        for model, case in (("chain-openai", "openai.stream_tool_call_parallel"), ("chain-anthropic", "anthropic.stream_tool_call"),
                            ("chain-google", "gemini.stream_tool_call_20flash")):
            for chat in (self.openai(model), self.anthropic(model)):
                with self.subTest(f"{type(chat).__name__} {case}"):
                    whole = gathered(chat.bind_tools([weather]).stream(f"Hello [[do fixture;case={case};split=7]]"))
                    should = exchange.load(case.replace(".", "/")).answer().choices[0].calls
                    self.assertEqual([(call["name"], call["args"]) for call in whole.tool_calls], should)

    def test_structured_output(self):
        for model in MODELS:
            with self.subTest(model):
                chat = self.openai(model).with_structured_output(Person, method="json_schema")
                self.assertEqual(chat.invoke(f"Who? [[do ok;text={ADA}]]"), Person(name="Ada", age=36))

    def test_pictures(self):
        content = [{"type": "text", "text": "What is it? [[do ok;tag=picture]]"},
                   {"type": "image", "source_type": "base64", "mime_type": "image/png", "data": PICTURE}]
        for model, chat in self.both():
            if model != "beaver/echo":
                with self.subTest(f"{type(chat).__name__} {model}"):
                    chat.invoke([HumanMessage(content)])
                    self.assertIn(PICTURE.encode(), self.gateway.upstream.request_body("tag=picture"))

    def test_errors(self):
        for model in MODELS:
            with self.subTest(model):
                with self.assertRaises(openai.RateLimitError):
                    self.openai(model).invoke("Hello [[do 429;retry_after=5]]")
                self.gateway.rest_no_more(model)
                with self.assertRaises(anthropic.RateLimitError):
                    self.anthropic(model).invoke("Hello [[do 429;retry_after=5]]")
                self.gateway.rest_no_more(model)

    def test_embeddings(self):
        vectors = OpenAIEmbeddings(model="beaver/embed", base_url=self.beaver.base + "/v1", api_key=self.key,
                                   check_embedding_ctx_length=False).embed_documents(["Hello", "World"])
        self.assertEqual(len(vectors), 2)
        self.assertGreater(len(vectors[0]), 10)


if __name__ == "__main__":
    unittest.main()
