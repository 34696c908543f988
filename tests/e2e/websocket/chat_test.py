"""Chat over a WebSocket, with a client library that isn't ours: https://pypi.org/project/websockets."""

import decimal
import json
import re
import signal
import time
import unittest

from harness.asked import AskedGateway
from harness.gateway import Gateway
from harness.waiting import at_best
import raw_socket

try:
    from websockets.exceptions import ConnectionClosed
    from websockets.sync.client import connect
except ImportError:
    connect = None

MODEL = "gpt-4o-mini"
WITHIN_US = 100_000
ORIGIN = "https://app.example.com"


def ask(request=None, model=MODEL, **more):
    body = {"model": model, "max_tokens": 500, "messages": [{"role": "user", "content": "Hello"}]} | more
    return json.dumps(body if request is None else body | {"id": request})


def said(messages):
    return "".join(choice["delta"].get("content") or "" for message in messages for choice in message.get("choices", []))


@unittest.skipUnless(connect, "the package websockets isn't installed")
class Chat(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway(CORS_ORIGINS=ORIGIN)
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    def setUp(self):
        self.account = self.beaver.account()
        self.gateway.upstream.reset()
        self.gateway.switch.select("ok;tokens=20")

    def tearDown(self):
        self.assertTrue(self.beaver.process.running, "beaverd crashed")
        self.beaver.assert_balanced()
        self.assertEqual(self.beaver.balance(self.account.key)["held"], 0)

    def connect(self, key=None, headers=None, **more):
        headers = {"Authorization": f"Bearer {key or self.account.key}"} if headers is None else headers
        socket = connect(f"ws://127.0.0.1:{self.beaver.port}{raw_socket.PATH}", additional_headers=headers, proxy=None,
                         max_size=None, **more)
        self.addCleanup(socket.close)
        return socket

    def until_last(self, socket, request=None, others=None):
        """The messages of one call up to its last; those of other calls go into `others`."""
        seen = []
        while True:
            message = json.loads(socket.recv(timeout=30), parse_float=decimal.Decimal)
            if message.get("request") != request:
                others.append(message)
                continue
            seen.append(message)
            if "type" in message:
                return seen

    def assertPaid(self, last, outcome="complete"):
        """The last message tells what the receipt says."""
        receipt = self.beaver.settled_receipt(self.account, last["receipt"])
        self.assertEqual(receipt["outcome"], outcome)
        self.assertEqual(decimal.Decimal(last["cost"]), decimal.Decimal(receipt["cost"]))
        self.assertEqual(self.beaver.charges(last["receipt"])[:2], (1, 1 if receipt["cost"] else 0))
        return receipt

    # One call

    def test_the_last_message_tells_what_it_came_to(self):
        socket = self.connect()
        before = self.beaver.balance(self.account.key)["balance"]
        socket.send(ask("first"))
        messages = self.until_last(socket, "first")
        last = messages[-1]
        self.assertTrue(all(message["request"] == "first" for message in messages))
        self.assertTrue(said(messages).endswith("w19"))
        self.assertEqual(last["type"], "done")
        self.assertNotIn("cancelled", last)
        receipt = self.assertPaid(last)
        self.assertGreater(last["cost"], 0)
        self.assertEqual(last["balance"], decimal.Decimal(str(before)) - last["cost"])
        tokens = {bucket["kind"]: bucket["tokens"] for bucket in receipt["buckets"]}
        self.assertEqual(last["usage"]["completion_tokens"], tokens["output"])
        self.assertEqual(self.beaver.balance(self.account.key)["balance"], last["balance"])

    def test_without_an_id_none_comes_back(self):
        socket = self.connect()
        socket.send(ask())
        messages = self.until_last(socket)
        self.assertTrue(all("request" not in message for message in messages))
        self.assertEqual(messages[-1]["type"], "done")

    def test_the_provider_never_sees_the_id_and_always_streams(self):
        socket = self.connect()
        for more in ({}, {"stream": False}, {"stream": None}, {"stream": True}):
            with self.subTest(more):
                socket.send(ask("private-id", **more))
                self.assertEqual(self.until_last(socket, "private-id")[-1]["type"], "done")
                body = json.loads(self.gateway.upstream.request_body())
                self.assertNotIn("id", body)
                self.assertIs(body["stream"], True)

    def test_strange_ids_come_back_as_they_are(self):
        socket = self.connect()
        for request in ('"', "\\", "}{", "é\u2028\n\0", "x" * 128):
            socket.send(ask(request))
            self.assertEqual(self.until_last(socket, request)[-1]["type"], "done")

    def test_the_built_in_provider(self):
        socket = self.connect()
        socket.send(ask("a", "beaver/echo"))
        self.assertIn("Hello", said(self.until_last(socket, "a")))

    def test_a_long_message_in_fragments(self):
        socket = self.connect()
        text = ask("a", messages=[{"role": "user", "content": "é" * 500_000}])
        socket.send([text[at:at + 10_000] for at in range(0, len(text), 10_000)])
        self.assertEqual(self.until_last(socket, "a")[-1]["type"], "done")

    # Several calls

    def test_four_at_once_and_no_more(self):
        self.gateway.switch.select("ok;tokens=30;chunk_ms=20;gate=four")
        socket = self.connect()
        for request in "abcd":
            socket.send(ask(request))
        socket.send(ask("e"))
        others = []
        refused = self.until_last(socket, "e", others)[-1]
        self.assertEqual((refused["type"], refused["error"]["code"], refused["status"]), ("error", "too_many_calls", 429))
        self.assertGreater(refused["retry_after_ms"], 0)
        self.gateway.upstream.wait(requests=4)
        self.gateway.upstream.release("four")
        while sum("type" in message for message in others) < 4:
            others.append(json.loads(socket.recv(timeout=30), parse_float=decimal.Decimal))
        for request in "abcd":
            mine = [message for message in others if message["request"] == request]
            self.assertEqual(said(mine), " ".join(f"w{n}" for n in range(30)) if " " in said(mine) else said(mine))
            self.assertTrue(said(mine).endswith("w29"))
            self.assertPaid(mine[-1])
        order = [message["request"] for message in others if "type" not in message]
        self.assertNotEqual(order, sorted(order), "the calls ran one after the other")
        socket.send(ask("e"))
        self.assertEqual(self.until_last(socket, "e")[-1]["type"], "done")
        self.assertEqual(len(self.beaver.calls(self.account)), 5)

    def test_an_id_that_is_in_use(self):
        self.gateway.switch.select("ok;gate=first")
        socket = self.connect()
        socket.send(ask("a"))
        socket.send(ask("a"))
        first = self.until_last(socket, "a")[-1]
        self.assertEqual((first["type"], first["error"]["code"], first["status"]), ("error", "duplicate_id", 409))
        self.gateway.upstream.release("first")
        self.assertEqual(self.until_last(socket, "a")[-1]["type"], "done")
        socket.send(ask("a"))
        self.assertEqual(self.until_last(socket, "a")[-1]["type"], "done")

    def test_cancel_ends_one_and_leaves_the_other(self):
        def once():
            """Microseconds until the upstream call was cancelled."""
            self.gateway.upstream.reset()
            socket = self.connect()
            others = []
            # Both begin, and go no further until "a" is cancelled.
            self.gateway.switch.select("stall;events=6")
            socket.send(ask("a"))
            while "w3" not in said(others):
                others.append(json.loads(socket.recv(timeout=60)))
            self.gateway.switch.select("ok;tokens=60;chunk_gate=on")
            socket.send(ask("b"))
            while others[-1]["request"] != "b":
                others.append(json.loads(socket.recv(timeout=60)))
            cancelled_at = time.monotonic_ns() // 1000
            socket.send(json.dumps({"type": "cancel", "request": "a"}))
            last = self.until_last(socket, "a", others)[-1]
            stats = self.gateway.upstream.wait(cancelled=1)
            self.assertEqual((last["type"], last["cancelled"]), ("done", True))
            self.assertGreater(last["cost"], 0)
            self.assertPaid(last, "client_gone")
            self.gateway.upstream.release("on")
            rest = self.until_last(socket, "b", others)
            self.assertEqual((rest[-1]["type"], said(rest)[-3:]), ("done", "w59"))
            self.assertPaid(rest[-1])
            return stats["last_cancelled_at_us"] - cancelled_at
        self.assertLess(at_best(once, WITHIN_US), WITHIN_US)

    def test_cancel_before_the_first_byte_costs_nothing(self):
        self.gateway.switch.select("hang")
        socket = self.connect()
        socket.send(ask("a"))
        self.gateway.upstream.wait(requests=1)
        socket.send(json.dumps({"type": "cancel", "request": "a"}))
        last = self.until_last(socket, "a")[-1]
        self.assertEqual((last["type"], last["cancelled"], last["cost"]), ("done", True, 0))
        self.assertEqual(self.beaver.settled_receipt(self.account, last["receipt"])["outcome"], "client_gone")
        self.gateway.upstream.wait(cancelled=1)

    def test_cancel_of_what_isnt_there_says_nothing(self):
        socket = self.connect()
        socket.send(json.dumps({"type": "cancel", "request": "nobody"}))
        socket.send(ask("a"))
        others = []
        self.until_last(socket, "a", others)
        self.assertEqual(others, [])

    # Errors leave it open

    def test_errors_name_what_was_wrong(self):
        socket = self.connect()
        for text, request, status, param in (
                ("{", None, 400, None), ("[]", None, 400, None), ("", None, 400, None), ("null", None, 400, None),
                ("{}", None, 400, None), (ask(17), None, 400, "id"), (ask(""), None, 400, "id"), (ask("x" * 129), None, 400, "id"),
                (ask("a")[:-1] + ',"id":"b"}', "b", 400, "id"), (ask("a", messages="Hello"), "a", 400, "messages"),
                (ask("a", stream="yes"), "a", 400, "stream"), (ask("a", max_tokens=-1), "a", 400, "max_tokens"),
                (ask("a", "nobody/nothing"), "a", 404, "model"), ('{"type":"cancel"}', None, 400, "request"),
                ('{"type":"cancel","request":7}', None, 400, "request"), ('{"type":"hello"}', None, 400, "type"),
                ("[" * 100_000, None, 400, None)):
            with self.subTest(text[:60]):
                socket.send(text)
                last = self.until_last(socket, request)[-1]
                self.assertEqual((last["type"], last["status"]), ("error", status))
                self.assertEqual(set(last["error"]), {"message", "type", "param", "code"})
                self.assertTrue(last["error"]["message"])
                if param:
                    self.assertEqual(last["error"]["param"], param)
        socket.send(ask("a"))
        self.assertEqual(self.until_last(socket, "a")[-1]["type"], "done")

    def test_a_provider_that_fails(self):
        socket = self.connect()
        self.gateway.switch.select("status;code=400")
        plain = self.beaver.complete(self.account, MODEL, stream=True)
        socket.send(ask("a"))
        last = self.until_last(socket, "a")[-1]
        self.assertEqual((last["type"], last["status"], last["error"]), ("error", plain.status, plain.json()["error"]))
        self.assertEqual(self.beaver.charges(last["receipt"])[1], 0)
        self.gateway.switch.select("ok")
        socket.send(ask("a"))
        self.assertEqual(self.until_last(socket, "a")[-1]["type"], "done")

    def test_a_stream_that_breaks_is_charged_for_what_came(self):
        socket = self.connect()
        self.gateway.switch.select("fin-mid-body;events=5")
        socket.send(ask("a"))
        messages = self.until_last(socket, "a")
        last = messages[-1]
        self.assertTrue(said(messages))
        self.assertEqual(last["type"], "error")
        self.assertTrue(last["error"]["message"])
        self.assertEqual(sum("error" in message for message in messages), 1)
        self.assertPaid(last, "upstream_cut")

    def test_no_money(self):
        poor = self.beaver.account(balance=0)
        socket = self.connect(poor.key)
        socket.send(ask("a"))
        last = self.until_last(socket, "a")[-1]
        self.assertEqual((last["type"], last["status"], last["error"]["code"]), ("error", 402, "insufficient_quota"))
        self.assertEqual(self.gateway.upstream.stats()["requests"], 0)

    # Who may

    def test_all_places_of_a_key(self):
        for name, value in (("Authorization", f"Bearer {self.account.key}"), ("x-api-key", self.account.key),
                            ("api-key", self.account.key), ("x-goog-api-key", self.account.key)):
            with self.subTest(name):
                socket = self.connect(headers={name: value})
                self.assertIsNone(socket.subprotocol)
                socket.send(ask("a"))
                self.assertEqual(self.until_last(socket, "a")[-1]["type"], "done")

    def test_a_browser_brings_its_key_as_a_protocol(self):
        socket = self.connect(headers={"Origin": ORIGIN}, subprotocols=["beaver", self.account.key])
        self.assertEqual(socket.subprotocol, "beaver")
        self.assertNotIn(self.account.key, str(socket.response.headers))
        self.assertEqual(socket.response.headers["Access-Control-Allow-Origin"], ORIGIN)
        socket.send(ask("a"))
        self.assertEqual(self.until_last(socket, "a")[-1]["type"], "done")
        self.assertNotIn(self.account.key, self.beaver.process.output())

    def test_a_signed_in_person(self):
        token = self.beaver.login()
        socket = self.connect(headers={}, subprotocols=["beaver", token])
        socket.send(json.dumps({"type": "cancel", "request": "x"}))
        self.assertNotIn(token, self.beaver.process.output())

    def test_compression_is_not_taken_up(self):
        socket = self.connect()  # the library offers it
        self.assertNotIn("Sec-WebSocket-Extensions", socket.response.headers)

    def test_a_key_that_is_revoked_meanwhile(self):
        made = self.beaver.create_key(self.account.id, "short-lived")
        socket = self.connect(made["key"])
        socket.send(ask("a"))
        self.assertEqual(self.until_last(socket, "a")[-1]["type"], "done")
        self.beaver.admin("PATCH", f"/admin/accounts/{self.account.id}", {"status": "suspended"})
        try:
            socket.send(ask("b"))
            last = self.until_last(socket, "b")[-1]
            self.assertEqual((last["type"], last["status"]), ("error", 403))
        finally:
            self.beaver.admin("PATCH", f"/admin/accounts/{self.account.id}", {"status": "active"})
        socket.send(ask("c"))
        self.assertEqual(self.until_last(socket, "c")[-1]["type"], "done")

    # Leaving

    def test_closing_cancels_all_calls(self):
        self.gateway.switch.select("ok;tokens=400;chunk_ms=20")

        def once():
            """Microseconds until the last upstream call was cancelled."""
            self.gateway.upstream.reset()
            known = len(self.beaver.calls(self.account))
            socket = self.connect()
            for request in "abc":
                socket.send(ask(request))
            seen = []
            while {message["request"] for message in seen} != set("abc"):
                seen.append(json.loads(socket.recv(timeout=60)))
            left_at = time.monotonic_ns() // 1000
            socket.close()
            stats = self.gateway.upstream.wait(cancelled=3)
            self.beaver.assert_balanced()
            calls = self.beaver.calls(self.account)[known:]
            for call in calls:
                receipt = self.beaver.receipt(self.account.key, call)
                self.assertEqual(receipt["outcome"], "client_gone")
                self.assertLessEqual(receipt["cost"], receipt["hold"])
            self.assertEqual(len(calls), 3)
            return stats["last_cancelled_at_us"] - left_at
        self.assertLess(at_best(once, WITHIN_US), WITHIN_US)

    def test_close_answers_with_the_clients_code(self):
        for code in (1000, 1001, 4000):
            socket = self.connect()
            socket.close(code, "bye")
            self.assertEqual(socket.protocol.close_rcvd.code, code)
            self.assertFalse(socket.protocol.close_rcvd_then_sent)

    def test_a_message_that_is_too_large(self):
        socket = self.connect()
        with self.assertRaises(ConnectionClosed) as caught:
            socket.send("x" * (10 * 1024 * 1024 + 1))
            socket.recv(timeout=30)
        self.assertEqual(caught.exception.rcvd.code, 1009)

    def test_binary_messages_are_not_taken(self):
        socket = self.connect()
        socket.send(ask("a").encode())
        with self.assertRaises(ConnectionClosed) as caught:
            socket.recv(timeout=30)
        self.assertEqual(caught.exception.rcvd.code, 1003)

    def test_the_access_log_and_the_metrics_know_it(self):
        socket = self.connect()
        socket.send(ask("a"))
        self.until_last(socket, "a")
        self.beaver.process.wait_for_line(r'"route":"chat.ws","status":101')
        metrics = self.beaver.call("GET", "/metrics").body.decode()
        self.assertGreaterEqual(int(re.search(r"(?m)^beaver_websockets_open (\d+)", metrics)[1]), 1)
        self.assertIn('beaver_requests_total{route="chat.ws",status="1xx"}', metrics)


@unittest.skipUnless(connect, "the package websockets isn't installed")
class Dialects(unittest.TestCase):
    def test_chunks_are_those_of_the_event_stream(self):
        with AskedGateway({"ws-openai": "openai", "ws-claude": "anthropic", "ws-gemini": "google"}) as gateway, \
                connect(f"ws://127.0.0.1:{gateway.beaver.port}{raw_socket.PATH}", proxy=None,
                        additional_headers={"Authorization": f"Bearer {gateway.account.key}"}) as socket:
            for model in gateway.endpoints:
                for options in ({}, {"stream_options": {"include_usage": True}}):
                    with self.subTest(model=model, **options):
                        body = {"model": model, "messages": [{"role": "user", "content": "Say something. [[do ok;tokens=20]]"}]} | options
                        plain = gateway.beaver.call("POST", "/v1/chat/completions", body | {"stream": True}, gateway.account.key)
                        self.assertEqual(plain.status, 200, plain)
                        expected = [event for event in plain.events() if event != "[DONE]"]
                        socket.send(json.dumps(body))
                        messages = [socket.recv(timeout=30)]
                        while "type" not in json.loads(messages[-1]):
                            messages.append(socket.recv(timeout=30))
                        self.assertEqual(json.loads(messages.pop())["type"], "done")
                        self.assertEqual([self.timeless(text) for text in messages], [self.timeless(text) for text in expected])
                        self.assertGreater(len(messages), 5)

    @staticmethod
    def timeless(text):
        """Without what differs from one call to the next."""
        return re.sub(r'"(id|created|system_fingerprint|balance)":("[^"]*"|[-0-9.]+)', r'"\1":0', text)


@unittest.skipUnless(connect, "the package websockets isn't installed")
class Life(unittest.TestCase):
    def test_draining_ends_calls_well_and_then_the_socket(self):
        with Gateway("ok;tokens=40;chunk_gate=drain", BEAVER_DRAIN_S="120") as gateway:
            beaver = gateway.beaver
            account = beaver.account()
            url = f"ws://127.0.0.1:{beaver.port}{raw_socket.PATH}"
            headers = {"Authorization": f"Bearer {account.key}"}
            with connect(url, additional_headers=headers, proxy=None) as busy, \
                    connect(url, additional_headers=headers, proxy=None) as idle:
                busy.send(ask("a"))
                seen = [json.loads(busy.recv(timeout=60))]
                beaver.process.signal(signal.SIGTERM)
                with self.assertRaises(ConnectionClosed) as caught:
                    idle.recv(timeout=60)
                self.assertEqual(caught.exception.rcvd.code, 1001)
                busy.send(ask("b"))
                while not any(message["request"] == "b" for message in seen):
                    seen.append(json.loads(busy.recv(timeout=60)))
                gateway.upstream.release("drain")
                with self.assertRaises(ConnectionClosed) as caught:
                    while True:
                        seen.append(json.loads(busy.recv(timeout=60)))
                self.assertEqual(caught.exception.rcvd.code, 1001)
                last = {message["request"]: message for message in seen if "type" in message}
                self.assertEqual(last["a"]["type"], "done")
                self.assertTrue(said(seen).endswith("w39"))
                self.assertEqual((last["b"]["type"], last["b"]["error"]["code"]), ("error", "gateway_stopping"))
                self.assertEqual(beaver.process.wait(60), 0)
                self.assertEqual(beaver.charges(last["a"]["receipt"])[:2], (1, 1))

    def test_the_end_of_the_drain_ends_calls_too(self):
        with Gateway("ok;tokens=4000;chunk_ms=50", BEAVER_DRAIN_S="1") as gateway:
            beaver = gateway.beaver
            account = beaver.account()
            socket = raw_socket.RawSocket(beaver.port, account.key)
            socket.say(json.loads(ask("a", max_tokens=5000)))
            socket.message()
            beaver.process.signal(signal.SIGTERM)
            last = socket.until_last("a")[-1]
            self.assertEqual(last["type"], "error")
            self.assertIn("restarted", last["error"]["message"])
            self.assertEqual(socket.close_code(), 1001)
            self.assertEqual(beaver.process.wait(60), 0)
            self.assertEqual(beaver.charges(last["receipt"])[:2], (1, 1))

    def test_pings_keep_a_client_and_silence_ends_it(self):
        with Gateway("ok", BEAVER_WEBSOCKET_PING_MS="100", BEAVER_WEBSOCKET_PONG_MS="4000") as gateway:
            beaver = gateway.beaver
            account = beaver.account()
            silent = raw_socket.RawSocket(beaver.port, account.key)
            with connect(f"ws://127.0.0.1:{beaver.port}{raw_socket.PATH}", proxy=None,
                         additional_headers={"Authorization": f"Bearer {account.key}"}) as alive:
                self.assertEqual(silent.frame(), (raw_socket.PING, b""))
                self.assertEqual(silent.close_code(), 1011)
                alive.send(ask("a"))
                self.assertIn("w0", alive.recv(timeout=60) + alive.recv(timeout=60))


if __name__ == "__main__":
    unittest.main()
