"""The recorded requests of Claude Code and Codex: byte for byte to a provider of their dialect, translated to the others."""

import json
import unittest

from harness import exchange
from harness.asked import AskedGateway, read
from harness.dialects import events_of
from harness.paths import FIXTURES
from replay import marked

CLAUDE, COUNT = "client_surfaces/claude_code_messages_request", "client_surfaces/claude_code_count_tokens_request"
CODEX, MINIMAL, FAILED = (f"client_surfaces/codex_responses_{case}" for case in ("request", "minimal_stream", "failed_stream"))
TOOL_CALLS = {"openai": "openai.stream_tool_call", "anthropic": "anthropic.stream_tool_call", "google": "gemini.stream_tool_call_20flash",
              "deepseek": "deepseek.stream_tool_call", "xai": "xai.stream_tool_call"}


def read_stream(events):
    """Event by event; what the gateway tells beside the provider's usage is left out."""
    found = []
    for name, data in events:
        event = json.loads(data)
        for extra in ("cost", "balance"):
            event.get("usage", {}).pop(extra, None)
        found.append((name, event))
    return found


def headers_of(recorded, key):
    """As the client sent them; its credential is ours."""
    kept = {name: value for name, value in recorded.meta.get("client_request_headers", {}).items()
            if name not in ("note", "host", "content-length", "connection", "accept-encoding", "authorization", "x-api-key")}
    return kept | {"authorization": f"Bearer {key}"}


@unittest.skipUnless(FIXTURES.is_dir(), "the recorded exchanges aren't there; BEAVER_SHARED_DATA names their folder")
class Clients(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.gateway = AskedGateway({f"client-{provider}": provider for provider in TOOL_CALLS} | {"client-responses": "openai:responses"})
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    @classmethod
    def tearDownClass(cls):
        cls.beaver.assert_balanced()

    def send(self, surface, path, recorded, provider, case):
        tag = self.gateway.tag()
        body = marked(surface, recorded.request, f"[[do fixture;case={case};split=5;tag={tag}]]") | {"model": f"client-{provider}"}
        answer = self.beaver.call("POST", path, body, headers=headers_of(recorded, self.gateway.account.key))
        self.assertEqual(answer.status, 200, answer.body[:800])
        record = next(one for one in reversed(self.gateway.upstream.stats()["last_requests"]) if one["prefix"].endswith(f"tag={tag}"))
        return body, answer, record

    def test_claude_code_reaches_anthropic_as_it_is(self):
        recorded = exchange.load(CLAUDE)
        sent, answer, record = self.send("messages", "/v1/messages?beta=true", recorded, "anthropic", CLAUDE.replace("/", "."))
        self.assertEqual(json.loads(record["body"]), sent)
        self.assertEqual(record["headers"]["x-api-key"], "sk-upstream-canary")
        self.assertNotIn("authorization", record["headers"])
        self.assertEqual(record["headers"]["anthropic-version"], "2023-06-01")
        self.assertEqual(record["headers"]["anthropic-beta"], recorded.meta["client_request_headers"]["anthropic-beta"])
        got, should = (read_stream(events) for events in (events_of(answer.body), recorded.events()))
        self.assertEqual(got, should)
        self.assertTrue(answer.headers.get("request-id"))

    def test_claude_code_reaches_every_other_dialect(self):
        recorded = exchange.load(CLAUDE)
        for provider, case in TOOL_CALLS.items():
            if provider != "anthropic":
                with self.subTest(provider):
                    _, answer, record = self.send("messages", "/v1/messages?beta=true", recorded, provider, case)
                    self.assertIn("Bash", record["body"])
                    self.assertIn("list the files", record["body"])
                    got, should = read("messages", answer, strict=True), exchange.load(case.replace(".", "/")).answer()
                    self.assertEqual((got.choices[0].calls, got.choices[0].finish), (should.choices[0].calls, "tool_calls"))
                    self.assertTrue(got.choices[0].call_ids[0])
                    self.assertGreater(got.usage["output_tokens"], 0)

    def test_claude_code_counts_tokens_and_knocks(self):
        recorded = exchange.load(COUNT)
        body = recorded.request | {"model": "client-anthropic"}
        for credential in ({"authorization": f"Bearer {self.gateway.account.key}"}, {"x-api-key": self.gateway.account.key}):
            answer = self.beaver.call("POST", "/v1/messages/count_tokens?beta=true", body, headers=credential)
            self.assertEqual(answer.status, 200, answer.body)
            self.assertGreater(answer.json()["input_tokens"], 5)
        for method in ("GET", "HEAD"):
            self.assertEqual(self.beaver.call(method, "/").status, 200)

    def test_codex_reaches_responses_as_it_is(self):
        for name in (CODEX, MINIMAL):
            with self.subTest(name):
                recorded = exchange.load(name)
                sent, answer, record = self.send("responses", "/v1/responses", recorded, "responses", name.replace("/", "."))
                self.assertEqual(json.loads(record["body"]), sent)
                self.assertEqual(record["headers"]["authorization"], "Bearer sk-upstream-canary")
                got, should = read("responses", answer), recorded.answer()
                self.assertEqual((got.said(), got.ended), (should.said(), True))

    def test_codex_reaches_every_other_dialect(self):
        recorded = exchange.load(CODEX)
        for provider, case in TOOL_CALLS.items():
            if provider in ("openai", "xai"):  # know Codex's dialect themselves
                continue
            with self.subTest(provider):
                _, answer, record = self.send("responses", "/v1/responses", recorded, provider, case)
                self.assertIn("apply_patch", record["body"], "a custom tool becomes a function with one text")
                got, should = read("responses", answer, strict=True), exchange.load(case.replace(".", "/")).answer()
                self.assertEqual(got.choices[0].calls, should.choices[0].calls)
                kinds = [json.loads(data)["type"] for _, data in events_of(answer.body)]
                self.assertEqual(kinds[-1], "response.completed")
                done = [event["item"] for _, data in events_of(answer.body)
                        if (event := json.loads(data))["type"] == "response.output_item.done" and event["item"]["type"] == "function_call"]
                self.assertEqual(len(done), len(should.choices[0].calls), "output_item.done holds each call whole")
                usage = json.loads(events_of(answer.body)[-1][1])["response"]["usage"]
                self.assertEqual(usage["total_tokens"], usage["input_tokens"] + usage["output_tokens"])

    def test_codex_is_told_a_failure_by_its_code(self):
        recorded = exchange.load(FAILED)
        body = marked("responses", recorded.request, f"[[do fixture;case={FAILED.replace('/', '.')}]]") | {"model": "client-responses"}
        answer = self.beaver.call("POST", "/v1/responses", body, self.gateway.account.key)
        if answer.status == 200:  # the stream had begun
            error = read("responses", answer).error
        else:
            self.assertEqual(answer.status, 429)
            error = answer.json()["error"]
        self.assertEqual(error["code"], "rate_limit_exceeded")


if __name__ == "__main__":
    unittest.main()
