"""Responses that are kept, and conversations that go on from them, by OpenAI's Python SDK."""

import unittest

import openai
from harness.beaver import Beaver
import jobs


class StoredResponses(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = Beaver()
        cls.addClassCleanup(cls.beaver.close)
        cls.beaver.start()

    def setUp(self):
        self.client = jobs.sdk(self.beaver, self.beaver.account())

    def ask(self, text, client=None, **more):
        return (client or self.client).responses.create(model="beaver/echo", input=text, **more)

    def test_a_response_is_found_again_and_deleted(self):
        response = self.ask("Hello")
        again = self.client.responses.retrieve(response.id)
        self.assertEqual((again.id, again.output_text, again.usage), (response.id, response.output_text, response.usage))
        self.client.responses.delete(response.id)
        with self.assertRaises(openai.NotFoundError):
            self.client.responses.retrieve(response.id)

    def test_a_conversation_goes_on(self):
        first = self.ask("My name is Castor.")
        second = self.ask("And what is my name?", previous_response_id=first.id)
        self.assertEqual(second.previous_response_id, first.id)
        self.assertGreater(second.usage.input_tokens, first.usage.input_tokens + 5, "the model was given what came before")
        third = self.ask("Sure?", previous_response_id=second.id)
        items = list(self.client.responses.input_items.list(third.id, order="asc"))
        texts = [part.text for item in items for part in item.content]
        self.assertEqual([item.role for item in items], ["user", "assistant", "user", "assistant", "user"])
        self.assertEqual((texts[0], texts[2], texts[4]), ("My name is Castor.", "And what is my name?", "Sure?"))
        self.assertEqual(len({item.id for item in items}), 5)
        self.assertEqual([item.id for item in self.client.responses.input_items.list(third.id, limit=2)],
                         [item.id for item in reversed(items)])

    def test_a_stream_is_kept_before_it_ends(self):
        events = list(self.ask("Stream this, please", stream=True))
        self.assertEqual(events[-1].type, "response.completed")
        again = self.client.responses.retrieve(events[-1].response.id)
        self.assertEqual(again.output_text, events[-1].response.output_text)
        self.assertIn("Stream this", again.output_text)

    def test_what_is_not_to_be_kept_is_not(self):
        response = self.ask("Secret canary", store=False)
        with self.assertRaises(openai.NotFoundError):
            self.client.responses.retrieve(response.id)
        with self.assertRaises(openai.NotFoundError) as refused:
            self.ask("Go on", previous_response_id=response.id)
        self.assertEqual((refused.exception.param, refused.exception.code), ("previous_response_id", "previous_response_not_found"))
        self.assertEqual(self.beaver.rows("SELECT count(*) FROM stored_responses WHERE input LIKE '%canary%'")[0][0], 0)

    def test_nobody_else_sees_it(self):
        response = self.ask("Mine")
        other = jobs.sdk(self.beaver, self.beaver.account())
        for ask in (other.responses.retrieve, other.responses.delete, lambda id: list(other.responses.input_items.list(id)),
                    lambda id: self.ask("Go on", other, previous_response_id=id)):
            with self.assertRaises(openai.NotFoundError):
                ask(response.id)

    def test_the_gateway_may_keep_nothing_by_default(self):
        with Beaver(BEAVER_STORE_RESPONSES="off") as beaver:
            client = jobs.sdk(beaver, beaver.account())
            for store, kept in ((None, 0), (True, 1)):
                more = {} if store is None else {"store": store}
                response = self.ask("Hello", client, **more)
                self.assertEqual(beaver.rows("SELECT count(*) FROM stored_responses WHERE id = ?", response.id)[0][0], kept)


if __name__ == "__main__":
    unittest.main()
