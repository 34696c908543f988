"""SIGTERM: calls under way end well, new ones are refused, and then the process ends."""

import signal
import unittest

from harness import client
from harness.gateway import Gateway
from harness.waiting import eventually

BODY = {"model": "gpt-4o-mini", "stream": True, "max_tokens": 100, "messages": [{"role": "user", "content": "Hello"}]}


class Drain(unittest.TestCase):
    def test_a_running_stream_ends_and_is_paid(self):
        with Gateway("ok;tokens=40;chunk_ms=50") as gateway:
            beaver = gateway.beaver
            account = beaver.account()
            connection = client.Raw(beaver.port)
            connection.send(client.request_bytes("POST", "/v1/chat/completions", BODY, account.key))
            connection.read_until(b"w1")
            beaver.process.signal(signal.SIGTERM)
            answer = connection.read_rest()
            self.assertTrue(answer.seen_whole(), answer)
            self.assertIn("w39", answer.text())
            self.assertEqual(beaver.process.wait(60), 0)
            self.assertEqual(beaver.charges(answer.request_id)[:2], (1, 1))

    def test_new_calls_are_refused_meanwhile(self):
        with Gateway("ok;chunk_gate=meanwhile", BEAVER_DRAIN_S="120") as gateway:
            beaver = gateway.beaver
            account = beaver.account()
            connection = client.Raw(beaver.port)
            connection.send(client.request_bytes("POST", "/v1/chat/completions", BODY, account.key))
            connection.read_until(b"data:")
            beaver.process.signal(signal.SIGTERM)

            def refused():
                """A call that names no model: taken, it would be answered 404."""
                try:
                    return beaver.call("POST", "/v1/chat/completions", BODY | {"model": "no-such-model"}, account.key).status in (503, 0)
                except OSError:
                    return True
            eventually(refused, "refusal of new calls")
            self.assertTrue(beaver.process.running)
            gateway.upstream.release("meanwhile")
            self.assertTrue(connection.read_rest().seen_whole())

    def test_without_calls_it_ends_at_once(self):
        with Gateway("ok", BEAVER_DRAIN_S="600") as gateway:
            gateway.beaver.process.signal(signal.SIGTERM)
            self.assertEqual(gateway.beaver.process.wait(60), 0)

    def test_a_second_start_finds_all_in_order(self):
        with Gateway("ok;tokens=5") as gateway:
            beaver = gateway.beaver
            account = beaver.account()
            for _ in range(5):
                self.assertEqual(beaver.complete(account, "gpt-4o-mini").status, 200)
            before = beaver.balance(account.key)
            self.assertEqual(beaver.terminate(), 0)
            beaver.start()
            self.assertEqual(beaver.balance(account.key), before)
            beaver.assert_balanced()


if __name__ == "__main__":
    unittest.main()
