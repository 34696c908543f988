"""A prompt that lies in the client's own bytes on its way to the provider: who leaves in the middle of it takes nothing with him."""

import contextlib
import socket
import threading
import unittest

from harness import client
from harness.beaver import Beaver
from harness.gateway import providers
from harness.waiting import eventually

MODEL = "gpt-4o-mini"
CALLS = 6


class LongPrompts(unittest.TestCase):
    def setUp(self):
        # Takes connections and reads nothing: the body stops where the sockets' buffers are full.
        self.upstream = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.addCleanup(self.upstream.close)
        self.taken = []
        threading.Thread(target=self.take, daemon=True).start()
        self.addCleanup(lambda: [connection.close() for connection in self.taken])
        self.beaver = Beaver(**providers(f"http://127.0.0.1:{self.upstream.getsockname()[1]}/v1"), BEAVER_HEALTH_INTERVAL_S="0")
        self.addCleanup(self.beaver.close)
        self.beaver.start()

    def take(self):
        with contextlib.suppress(OSError):
            while True:
                self.taken.append(self.upstream.accept()[0])

    def request(self, account):
        # Streamed, so that the body is one of pieces: the usage is asked for in it.
        body = {"model": MODEL, "stream": True, "max_tokens": 50, "messages": [{"role": "user", "content": "x" * 8_000_000}]}
        return client.request_bytes("POST", "/v1/chat/completions", body, account.key)

    def test_who_leaves_while_it_is_sent_is_charged_nothing(self):
        account = self.beaver.account(balance=1000)
        for leave in ("leave_with_fin", "leave_with_rst"):
            with self.subTest(leave):
                before = len(self.taken)
                clients = [client.Raw(self.beaver.port) for _ in range(CALLS)]
                for one in clients:
                    one.send(self.request(account))
                eventually(lambda: len(self.taken) == before + CALLS, "calls at the provider")
                for one in clients:
                    getattr(one, leave)()
                eventually(lambda: self.beaver.balance(account.key)["held"] == 0, "holds given back")
                self.assertTrue(self.beaver.process.running)
        self.assertEqual(len(eventually(lambda: (calls := self.beaver.calls(account)) and len(calls) == 2 * CALLS and calls, "records")), 2 * CALLS)
        self.assertEqual(self.beaver.rows("SELECT DISTINCT cost, outcome FROM usage_records WHERE account_id = ?", account.id), [(0, "client_gone")])
        self.beaver.assert_balanced()

    def test_a_kill_in_the_middle_leaves_no_hold_behind(self):
        account = self.beaver.account(balance=1000)
        clients = [client.Raw(self.beaver.port) for _ in range(CALLS)]
        for one in clients:
            one.send(self.request(account))
        eventually(lambda: len(self.taken) == CALLS, "calls at the provider")
        self.beaver.kill()
        self.beaver.start()
        self.beaver.assert_balanced()
        self.assertEqual(self.beaver.balance(account.key)["held"], 0)
        self.assertEqual(self.beaver.balance(account.key)["balance"], 1000)
        self.assertEqual(self.beaver.command("doctor").returncode, 0)


if __name__ == "__main__":
    unittest.main()
