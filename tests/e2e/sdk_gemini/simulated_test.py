"""Google's GenAI SDK against the built-in provider."""

import unittest

import gemini
from google.genai import types
from harness.beaver import Beaver


class Simulated(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = Beaver().start()
        cls.addClassCleanup(cls.beaver.close)
        cls.account = cls.beaver.account()
        cls.sdk = gemini.client(cls.beaver, cls.account.key)

    def tearDown(self):
        self.beaver.assert_balanced()

    def test_plain_answer_and_usage(self):
        answer = self.sdk.models.generate_content(model="beaver/echo", contents="Say hello to the beaver")
        self.assertIn("Say hello to the beaver", answer.text)
        self.assertEqual(answer.candidates[0].finish_reason, types.FinishReason.STOP)
        usage = answer.usage_metadata
        self.assertEqual(usage.total_token_count, usage.prompt_token_count + usage.candidates_token_count)

    def test_stream_says_the_same(self):
        plain = self.sdk.models.generate_content(model="beaver/echo", contents="Say hello").text
        chunks = list(self.sdk.models.generate_content_stream(model="beaver/echo", contents="Say hello"))
        self.assertEqual("".join(chunk.text or "" for chunk in chunks), plain)
        self.assertEqual(chunks[-1].candidates[0].finish_reason, types.FinishReason.STOP)
        self.assertGreater(chunks[-1].usage_metadata.total_token_count, 0)

    def test_the_maximum_cuts_the_answer(self):
        answer = self.sdk.models.generate_content(model="beaver/lorem", contents="Write",
                                                  config=types.GenerateContentConfig(max_output_tokens=20))
        self.assertEqual(answer.candidates[0].finish_reason, types.FinishReason.MAX_TOKENS)
        self.assertEqual(answer.usage_metadata.candidates_token_count, 20)

    def test_a_chat_keeps_its_history(self):
        chat = self.sdk.chats.create(model="beaver/echo")
        chat.send_message("First")
        self.assertIn("Second", chat.send_message("Second").text)
        self.assertEqual([content.role for content in chat.get_history()], ["user", "model", "user", "model"])
        self.assertIn("Third", "".join(chunk.text or "" for chunk in chat.send_message_stream("Third")))

    def test_functions_are_called_by_hand(self):
        weather = types.FunctionDeclaration(name="weather", description="The weather", parameters_json_schema={
            "type": "object", "properties": {"place": {"type": "string"}}})
        config = types.GenerateContentConfig(tools=[types.Tool(function_declarations=[weather])])
        asked = types.Content(role="user", parts=[types.Part(text="How is it in Bonn?")])
        answer = self.sdk.models.generate_content(model="beaver/echo", contents=[asked], config=config)
        call = answer.function_calls[0]
        self.assertEqual(call.name, "weather")
        result = types.Content(role="user", parts=[types.Part.from_function_response(name="weather", response={"result": "Rain"})])
        final = self.sdk.models.generate_content(model="beaver/echo", contents=[asked, answer.candidates[0].content, result], config=config)
        self.assertTrue(final.text)

    def test_functions_are_called_by_the_sdk(self):
        asked = []

        def weather(input: str) -> str:
            """The weather at a place."""
            asked.append(input)
            return "Rain"

        answer = self.sdk.models.generate_content(model="beaver/echo", contents="How is it?", config=types.GenerateContentConfig(
            tools=[weather], automatic_function_calling=types.AutomaticFunctionCallingConfig(maximum_remote_calls=3)))
        self.assertTrue(answer.text)
        self.assertEqual(len(asked), 1)

    def test_tokens_are_counted(self):
        short = self.sdk.models.count_tokens(model="beaver/echo", contents="Hello").total_tokens
        self.assertGreater(short, 0)
        self.assertGreater(self.sdk.models.count_tokens(model="beaver/echo", contents="Hello " * 100).total_tokens, short + 50)

    def test_models_are_listed_in_googles_form(self):
        models = {model.name: model for model in self.sdk.models.list()}
        self.assertIn("models/beaver/echo", models)
        self.assertIn("generateContent", models["models/beaver/echo"].supported_actions)
        self.assertEqual(self.sdk.models.get(model="beaver/echo").name, "models/beaver/echo")

    def test_the_version_that_the_sdk_takes_by_itself(self):
        sdk = gemini.client(self.beaver, self.account.key, version=None)
        self.assertIn("Hello", sdk.models.generate_content(model="beaver/echo", contents="Hello").text)
        chunks = sdk.models.generate_content_stream(model="beaver/echo", contents="Hello")
        self.assertIn("Hello", "".join(chunk.text or "" for chunk in chunks))
        self.assertGreater(sdk.models.count_tokens(model="beaver/echo", contents="Hello").total_tokens, 0)
        self.assertIn("models/beaver/echo", {model.name for model in sdk.models.list()})


if __name__ == "__main__":
    unittest.main()
