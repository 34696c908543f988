"""Promise P8: a client leaves at any stage, by FIN or RST. The upstream call is cancelled within 100 ms, what came is charged,
and nothing crashes."""

import socket
import time
import unittest

from harness import client
from harness.gateway import Gateway
from harness.waiting import at_best

MODEL = "gpt-4o-mini"
WITHIN_US = 100_000
LEAVING = ("leave_with_fin", "leave_with_rst")


class ClientGone(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway()
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    def setUp(self):
        self.account = self.beaver.account()
        self.gateway.upstream.reset()

    def tearDown(self):
        self.assertTrue(self.beaver.process.running, "beaverd crashed")
        self.beaver.assert_balanced()
        self.assertEqual(self.beaver.balance(self.account.key)["held"], 0)
        self.gateway.switch.select("ok")
        self.assertEqual(self.beaver.complete(self.account, MODEL).status, 200, "it serves no more")

    def request(self, stream=True):
        body = {"model": MODEL, "stream": stream, "max_tokens": 500, "messages": [{"role": "user", "content": "Hello"}]}
        return client.request_bytes("POST", "/v1/chat/completions", body, self.account.key)

    def each_way(self, behaviour, come_to, check):
        """For FIN and RST: come to a stage, leave, check. What check() answers are the microseconds until the upstream call was cancelled."""
        self.gateway.switch.select(behaviour)
        for leave in LEAVING:
            def once(leave=leave):
                self.gateway.upstream.reset()
                self.known = len(self.beaver.calls(self.account))
                connection = client.Raw(self.beaver.port)
                come_to(connection)
                left_at = time.monotonic_ns() // 1000
                getattr(connection, leave)()
                return check(left_at) or 0
            with self.subTest(leave):
                self.assertLess(at_best(once, WITHIN_US), WITHIN_US)

    # Before the request is whole: nobody is called, nothing is recorded.

    def leave_early(self, bytes_sent):
        def nothing_happened(_):
            self.assertEqual(self.beaver.call("GET", "/health/live").status, 200)
            self.assertEqual(self.gateway.upstream.stats()["requests"], 0)
            self.assertEqual(self.beaver.calls(self.account), [])
        self.each_way("ok", lambda connection: connection.send(bytes_sent(self.request())), nothing_happened)

    def test_01_after_connecting(self):
        self.leave_early(lambda raw: b"")

    def test_02_in_the_request_line(self):
        self.leave_early(lambda raw: raw[:10])

    def test_03_in_the_headers(self):
        self.leave_early(lambda raw: raw[:60])

    def test_04_after_the_headers(self):
        self.leave_early(lambda raw: raw[:raw.index(b"\r\n\r\n") + 4])

    def test_05_in_the_body(self):
        self.leave_early(lambda raw: raw[:-10])

    # While the upstream works: it is cancelled, and what came is charged.

    def cancelled(self, least, most=None, each_us=None):
        """`each_us`: at most the tokens that a provider who pauses so long between two had sent."""
        def check(left_at):
            stats = self.gateway.upstream.wait(cancelled=1)
            cancelled_at, asked_at = stats["last_cancelled_at_us"], stats["last_requests"][-1]["at_us"]
            receipt = self.beaver.next_receipt(self.account, self.known)
            self.assertEqual(receipt["outcome"], "client_gone")
            output = sum(bucket["tokens"] for bucket in receipt["buckets"] if bucket["kind"] == "output")
            allowed = (cancelled_at - asked_at) // each_us + 2 if each_us else most
            self.assertTrue(least <= output <= allowed, f"{output} output tokens were charged, not {least} to {allowed}")
            self.assertLessEqual(receipt["cost"], receipt["hold"])
            return cancelled_at - left_at
        return check

    def test_06_before_the_first_byte(self):
        def come_to(connection):
            connection.send(self.request())
            self.gateway.upstream.wait(requests=1)
        self.each_way("hang", come_to, self.cancelled(0, 0))

    def test_07_before_a_plain_answer(self):
        def come_to(connection):
            connection.send(self.request(stream=False))
            self.gateway.upstream.wait(requests=1)
        self.each_way("hang", come_to, self.cancelled(0, 0))

    def test_08_after_the_first_event(self):
        def come_to(connection):
            connection.send(self.request())
            connection.read_until(b"data:")
        self.each_way("stall;events=1", come_to, self.cancelled(0, 1))

    def test_09_between_events(self):
        def come_to(connection):
            connection.send(self.request())
            connection.read_until(b"w3")
        self.each_way("ok;tokens=400;chunk_ms=20", come_to, self.cancelled(3, each_us=20_000))

    def test_10_while_the_provider_is_silent(self):
        def come_to(connection):
            connection.send(self.request())
            connection.read_until(b"w2")
        self.each_way("stall;events=4", come_to, self.cancelled(2, 6))

    def test_11_after_the_end(self):
        def come_to(connection):
            connection.send(self.request())
            connection.read_until(b"[DONE]")

        def complete(_):
            receipt = self.beaver.next_receipt(self.account, self.known)
            self.assertEqual(receipt["outcome"], "complete")
            self.assertEqual(self.beaver.charges(receipt["id"])[:2], (1, 1))
        self.each_way("ok;tokens=10", come_to, complete)

    def test_12_a_client_that_takes_nothing_holds_nothing_back(self):
        """It reads no byte of a long stream and leaves: the gateway has buffered a bounded part, and charges what came."""
        def come_to(connection):
            connection.send(self.request())
            self.gateway.upstream.wait(requests=1)
            connection.read_until(b"HTTP/1.1 200")
            time.sleep(0.2)

        def settled(_):
            receipt = self.beaver.next_receipt(self.account, self.known)
            self.assertIn(receipt["outcome"], ("client_gone", "complete"))
            self.assertLessEqual(receipt["cost"], receipt["hold"])
        self.each_way("ok;tokens=500", come_to, settled)

    def test_13_half_closing_clients_get_their_answer_or_are_gone(self):
        self.gateway.switch.select("ok;tokens=5;delay_ms=50")
        self.known = 0
        connection = client.Raw(self.beaver.port)
        # In one with the request, so that it's clear before the answer begins what the gateway makes of it.
        connection.socket.send(self.request(), socket.MSG_MORE)
        connection.half_close()
        answer = connection.read_rest()
        receipt = self.beaver.next_receipt(self.account, self.known)
        self.assertEqual(receipt["outcome"], "complete" if answer.seen_whole() else "client_gone")


class ManyLeave(unittest.TestCase):
    def test_two_hundred_leave_at_once_and_nothing_stays(self):
        # Longer than two hundred clients take to come and to leave, however slow the machine is.
        with Gateway("ok;tokens=10000;chunk_ms=20") as gateway:
            beaver = gateway.beaver
            account = beaver.account(balance=10_000)
            body = {"model": MODEL, "stream": True, "max_tokens": 16_000, "messages": [{"role": "user", "content": "Hello"}]}
            raw = client.request_bytes("POST", "/v1/chat/completions", body, account.key)
            connections = [client.Raw(beaver.port) for _ in range(200)]
            for connection in connections:
                connection.send(raw)
            for connection in connections:
                connection.read_until(b"w1")
            for number, connection in enumerate(connections):
                (connection.leave_with_rst if number % 2 else connection.leave_with_fin)()
            gateway.upstream.wait(running=0)
            self.assertTrue(beaver.process.running)
            beaver.assert_balanced()
            self.assertEqual(beaver.rows("SELECT count(*), sum(outcome = 'client_gone') FROM usage_records WHERE account_id = ?",
                                         account.id)[0], (200, 200))


if __name__ == "__main__":
    unittest.main()
