"""Google's stream without `alt=sse`: one JSON array whose elements come one by one."""

import json
import unittest

from harness import client
from harness.asked import AskedGateway
from harness.dialects import events_of

MODELS = {"array-google": "google", "array-openai": "openai", "array-anthropic": "anthropic"}


class GeminiArray(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = AskedGateway(MODELS)
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    def tearDown(self):
        self.beaver.assert_balanced()

    def ask(self, model, behaviour, query="", headers=None):
        body = self.gateway.request("gemini", model, behaviour, True)
        return self.beaver.call("POST", f"/v1beta/models/{model}:streamGenerateContent{query}", body,
                                headers={"x-goog-api-key": self.gateway.account.key} | (headers or {}))

    def text(self, chunks):
        return "".join(part.get("text", "") for chunk in chunks for one in chunk.get("candidates", []) for part in one["content"]["parts"])

    def test_the_array_holds_what_the_events_say(self):
        for model in MODELS:
            with self.subTest(model):
                events = self.ask(model, "ok;tokens=9;split=5", "?alt=sse")
                self.assertTrue(events.headers["content-type"].startswith("text/event-stream"))
                for query in ("", "?alt=json", "?$alt=json;enum-encoding=int"):
                    array = self.ask(model, "ok;tokens=9;split=5", query)
                    self.assertEqual((array.status, array.complete), (200, True))
                    self.assertTrue(array.headers["content-type"].startswith("application/json"), array.headers)
                    chunks = json.loads(array.body)
                    self.assertGreater(len(chunks), 1)
                    self.assertEqual(self.text(chunks), " ".join(f"w{number}" for number in range(9)))
                    self.assertEqual(self.text(chunks), self.text([json.loads(data) for _, data in events_of(events.body)]))
                    self.assertEqual(chunks[-1]["candidates"][0]["finishReason"], "STOP")
                    self.assertEqual(chunks[-1]["usageMetadata"]["candidatesTokenCount"], 9)
                    self.assertGreater(chunks[-1]["usageMetadata"]["cost"], 0)
                    self.assertEqual(self.gateway.receipt(array)["outcome"], "complete")

    def test_elements_come_while_the_answer_is_made(self):
        raw = client.Raw(self.beaver.port)
        body = self.gateway.request("gemini", "array-openai", "stall;events=6", True)
        raw.send(client.request_bytes("POST", "/v1beta/models/array-openai:streamGenerateContent", body, self.gateway.account.key))
        raw.read_until(b'" w1"')
        self.assertIn(b"[{", raw.received)
        raw.leave_with_rst()

    def test_a_stream_that_breaks_ends_with_an_error(self):
        for model in MODELS:
            with self.subTest(model):
                answer = self.ask(model, "rst-mid-body;events=6")
                self.gateway.rest_no_more(model)
                chunks = json.loads(answer.body)
                self.assertEqual(chunks[-1]["error"]["status"], "UNAVAILABLE")
                self.assertFalse(any(one.get("finishReason") for chunk in chunks[:-1] for one in chunk.get("candidates", [])))

    def test_a_stream_that_never_begins_is_an_error(self):
        answer = self.ask("array-google", "400")
        self.assertEqual((answer.status, json.loads(answer.body)["error"]["status"]), (400, "INVALID_ARGUMENT"))

    def test_the_same_key_gives_the_same_answer_in_either_form(self):
        key = {"idempotency-key": "array-1"}
        first = self.ask("array-openai", "ok;tokens=4", headers=key)
        again = self.ask("array-openai", "ok;tokens=4", headers=key)
        self.assertEqual(again.headers.get("idempotent-replayed"), "true")
        self.assertEqual(self.text(json.loads(again.body)), self.text(json.loads(first.body)))
        events = self.ask("array-openai", "ok;tokens=4", "?alt=sse", key)
        self.assertEqual(self.text(json.loads(data) for _, data in events_of(events.body)), "w0 w1 w2 w3")

    def test_another_form_is_refused_by_name(self):
        answer = self.ask("array-openai", "ok", "?alt=proto")
        self.assertEqual(answer.status, 400)
        self.assertIn("alt", answer.json()["error"]["message"])


if __name__ == "__main__":
    unittest.main()
