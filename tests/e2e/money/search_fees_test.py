"""Web searches: held at the most that a request allows, and where a provider makes more, the balance never falls below zero."""

import decimal
import http.server
import json
import threading
import unittest

from harness import client
from harness.beaver import Beaver
from harness.waiting import eventually

MODEL = "searching-model"
FEE = decimal.Decimal("0.01")  # a search


class SearchingProvider(http.server.ThreadingHTTPServer):
    """Anthropic's Messages, whole and streamed, that reports so many searches. Gates keep answers back: `gate` those of calls without a search tool,
    `search_gate` those of calls with one."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.searches, self.asked, self.gate, self.search_gate = 0, 0, threading.Event(), threading.Event()
        self.open()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def open(self):
        self.gate.set()
        self.search_gate.set()

    def close_gates(self):
        self.gate.clear()
        self.search_gate.clear()


class Answer(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked += 1
        (self.server.search_gate if body.get("tools") else self.server.gate).wait(120)
        usage = {"input_tokens": 10, "output_tokens": 5, "server_tool_use": {"web_search_requests": self.server.searches}}
        if body.get("stream"):
            kind, raw = "text/event-stream", self.events(usage)
        else:
            kind, raw = "application/json", json.dumps({
                "id": "msg_1", "type": "message", "role": "assistant", "model": MODEL, "content": [{"type": "text", "text": "Found."}],
                "stop_reason": "end_turn", "stop_sequence": None, "usage": usage}).encode()
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    @staticmethod
    def events(usage):
        start = {"id": "msg_1", "type": "message", "role": "assistant", "model": MODEL, "content": [], "stop_reason": None, "stop_sequence": None,
                 "usage": {"input_tokens": 10, "output_tokens": 1}}
        events = ({"type": "message_start", "message": start},
                  {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
                  {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Found."}},
                  {"type": "content_block_stop", "index": 0},
                  {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": usage},
                  {"type": "message_stop"})
        return "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events).encode()


class SearchFees(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.provider = SearchingProvider()
        cls.addClassCleanup(cls.provider.shutdown)
        cls.beaver = Beaver(BEAVER_HEALTH_INTERVAL_S="0")
        cls.addClassCleanup(cls.beaver.close)
        cls.beaver.start()
        cls.beaver.admin("POST", "/admin/endpoints", {"name": "searching", "provider": "anthropic", "credential": "sk-0123456789ab",
                                                      "base_url": f"http://127.0.0.1:{cls.provider.server_port}", "models": [MODEL]})
        cls.beaver.admin("POST", "/admin/models", {"id": MODEL, "provider": "anthropic",
                                                   "list_prices": {"input": 1, "output": 2, "searches": float(FEE * 1000)}})

    def setUp(self):
        self.provider.searches, self.provider.asked = 0, 0
        self.provider.open()

    def tearDown(self):
        self.beaver.assert_balanced()

    @staticmethod
    def body(uses=None, **more):
        tools = [{"type": "web_search_20250305", "name": "web_search"} | ({"max_uses": uses} if uses else {})]
        return {"model": MODEL, "max_tokens": 20, "messages": [{"role": "user", "content": "Otters?"}]} | ({"tools": tools} if uses != 0 else {}) | more

    def ask(self, account, uses=None, **more):
        return self.beaver.call("POST", "/v1/messages", self.body(uses, **more), key=account.key)

    def left(self, account):
        return self.beaver.rows("SELECT balance FROM balances WHERE account_id = ?", account.id)[0][0]

    def record(self, answer):
        return self.beaver.rows("SELECT cost, uncollected, outcome FROM usage_records WHERE id = ?", answer.headers["x-beaver-request-id"])[0]

    def test_as_many_as_the_request_allows_are_held(self):
        for stream in (False, True):
            with self.subTest(stream=stream):
                account = self.beaver.account(balance=decimal.Decimal("0.0299"))
                refused = self.ask(account, 3, stream=stream)
                self.assertEqual(refused.status, 402, refused.body)
                self.assertEqual(self.provider.asked, 0)
                # Without a number one is held for; two are paid by this balance.
                self.assertEqual(self.ask(account, stream=stream).status, 200)
                self.provider.searches = 2
                answer = self.ask(account, 2, stream=stream)
                self.assertEqual(answer.status, 200)
                cost, uncollected, _ = self.record(answer)
                self.assertGreaterEqual(cost, 2 * FEE * 10**9)
                self.assertEqual(uncollected, 0)
                receipt = self.beaver.settled_receipt(account, answer.headers["x-beaver-request-id"])
                self.assertGreaterEqual(receipt["hold"], 0.02)
                self.provider.searches, self.provider.asked = 0, 0

    def test_a_fee_that_no_hold_covers_takes_what_there_is_and_no_more(self):
        for stream in (False, True):
            with self.subTest(stream=stream):
                account = self.beaver.account(balance=decimal.Decimal("0.05"))
                self.provider.searches = 10
                answer = self.ask(account, 0, stream=stream)
                self.assertEqual(answer.status, 200)
                cost, uncollected, outcome = self.record(answer)
                self.assertEqual((cost, self.left(account), outcome), (50_000_000, 0, "complete"))
                self.assertGreaterEqual(uncollected, 50_000_000)
                self.assertEqual(self.ask(account, 0, stream=stream).status, 402)

    def answers_at_once(self, account, first, second):
        """One call that holds for its three searches and three that hold for none, all under way at once, each making three; those behind gate `first`
        end before the others. Answers the holder's answer and those of the rest."""
        self.provider.close_gates()
        self.provider.searches = 3
        holding = client.Raw(self.beaver.port)
        holding.send(client.request_bytes("POST", "/v1/messages", self.body(3), account.key))
        eventually(lambda: self.provider.asked == 1, "the call that holds")
        unheld = [client.Raw(self.beaver.port) for _ in range(3)]
        for connection in unheld:
            connection.send(client.request_bytes("POST", "/v1/messages", self.body(0), account.key))
        eventually(lambda: self.provider.asked == 4, "those without a hold for it")
        answers = {}
        for gate, connections in ((first, [holding] if first is self.provider.search_gate else unheld),
                                  (second, [holding] if second is self.provider.search_gate else unheld)):
            gate.set()
            answers[gate] = [connection.read_rest() for connection in connections]
        everyone = answers[self.provider.search_gate] + answers[self.provider.gate]
        self.assertEqual([answer.status for answer in everyone], [200] * 4)
        for answer in everyone:
            self.beaver.settled_receipt(account, answer.headers["x-beaver-request-id"])
        return everyone[0], everyone[1:]

    def test_it_never_takes_what_another_call_holds(self):
        account = self.beaver.account(balance=decimal.Decimal("0.05"))
        holder, unheld = self.answers_at_once(account, self.provider.gate, self.provider.search_gate)
        cost, uncollected, _ = self.record(holder)
        self.assertEqual(uncollected, 0)
        self.assertGreaterEqual(cost, 3 * FEE * 10**9)
        others = [self.record(answer) for answer in unheld]
        self.assertGreater(sum(uncollected for _, uncollected, _ in others), 0)
        # The others took what wasn't held; what comes back of the hold is the account's.
        hold = self.beaver.settled_receipt(account, holder.headers["x-beaver-request-id"])["hold"]
        self.assertEqual(sum(cost for cost, _, _ in others), 50_000_000 - round(hold * 10**9))
        self.assertEqual(self.left(account), round(hold * 10**9) - cost)

    def test_what_a_hold_leaves_pays_for_searches_without_one(self):
        account = self.beaver.account(balance=decimal.Decimal("0.05"))
        holder, unheld = self.answers_at_once(account, self.provider.search_gate, self.provider.gate)
        records = [self.record(answer) for answer in (holder, *unheld)]
        self.assertEqual(records[0][1], 0)
        self.assertGreaterEqual(records[0][0], 3 * FEE * 10**9)
        self.assertEqual(sum(cost for cost, _, _ in records), 50_000_000)
        self.assertEqual(self.left(account), 0)
        self.assertGreater(sum(uncollected for _, uncollected, _ in records), 0)


if __name__ == "__main__":
    unittest.main()
