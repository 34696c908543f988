"""Promises P2, P3 and P5: kill -9 at random moments under load.

Every answer that a client saw complete is recorded and charged exactly once; after the restart nothing is held and the ledger
balances. BEAVER_KILLS says how often (25), BEAVER_SEED at which moments.
"""

import os
import random
import threading
import unittest

from harness import client
from harness.answer import parse
from harness.gateway import Gateway
from harness.waiting import eventually

KILLS = int(os.environ.get("BEAVER_KILLS", "25"))
SEED = int(os.environ.get("BEAVER_SEED", "1"))
CLIENTS = 16
MODEL = "gpt-4o-mini"


class Load:
    """Clients that call until told to stop, every second one streaming; keeps the answers that came whole."""

    def __init__(self, beaver, account):
        self.whole, self.calls = [], 0
        self._beaver, self._account = beaver, account
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._call, args=(bool(number % 2),), daemon=True) for number in range(CLIENTS)]
        for thread in self._threads:
            thread.start()

    def _call(self, stream):
        while not self._over.is_set():
            try:
                answer = self._beaver.complete(self._account, MODEL, max_tokens=50, stream=stream, deadline=20)
            except OSError:  # refused or reset: beaverd is dead
                answer = None
            with self._lock:
                self.calls += 1
                if answer and answer.seen_whole():
                    self.whole.append(answer.request_id)
            if answer is None:
                self._over.wait(0.01)

    def stop(self):
        self._over.set()
        for thread in self._threads:
            thread.join()


class Killed(unittest.TestCase):
    SUMS = ("usage_rollups", "usage_account_months", "usage_totals WHERE span = 'hour'")

    def sums(self, beaver, what):
        return [beaver.rows(f"SELECT {what} FROM {table}")[0][0] for table in self.SUMS]

    def logged(self, beaver, what):
        return [beaver.rows(f"SELECT {what} FROM usage_records")[0][0]] * len(self.SUMS)

    def test_what_a_client_saw_whole_is_paid_exactly_once(self):
        moments = random.Random(SEED)
        with Gateway("ok;tokens=20;chunk_ms=1;delay_ms=5") as gateway:
            beaver = gateway.beaver
            account = beaver.account(balance=1000)
            whole, calls = [], 0
            for number in range(KILLS):
                with self.subTest(kill=number, seed=SEED):
                    load = Load(beaver, account)
                    if number % 2:  # the other half is killed at its beginning too
                        eventually(lambda: len(load.whole) > 2, "whole answers")
                    threading.Event().wait(moments.uniform(0.02, 0.4))
                    beaver.kill()
                    load.stop()
                    calls += load.calls
                    whole += load.whole
                    beaver.start()
                    proof = beaver.assert_balanced()
                    self.assertEqual(proof["open_holds"], 0)
                    self.assertEqual(beaver.balance(account.key)["held"], 0)
                    # Sums that a batch had left to the next, or the next second, are made of the log.
                    self.assertEqual(self.sums(beaver, "SUM(cost)"), self.logged(beaver, "SUM(cost)"))
                    for request_id in load.whole:
                        records, entries, _ = beaver.charges(request_id)
                        self.assertEqual((records, entries), (1, 1), f"{request_id} was answered whole")
            print(f"{KILLS} kills, {calls} calls, {len(whole)} answered whole")
            self.assertGreater(len(whole), KILLS, "too little load to say anything")
            self.assertEqual(len(set(whole)), len(whole))
            # Holds that a kill left behind cost nothing; the second after counts them.
            eventually(lambda: self.sums(beaver, "SUM(calls)") == self.logged(beaver, "COUNT(*)"), "every call in every sum")
            charged = beaver.rows("SELECT coalesce(-sum(customer), 0) FROM ledger_entries WHERE type = 'usage' AND account_id = ?",
                                  account.id)[0][0]
            self.assertEqual(int(beaver.balance(account.key)["balance"] * 10**9), 1000 * 10**9 - charged)
            self.assertEqual(beaver.rows("SELECT count(*) FROM (SELECT reference FROM ledger_entries WHERE type = 'usage' "
                                         "GROUP BY reference HAVING count(*) > 1)")[0][0], 0)

    def test_a_call_under_way_is_voided_and_listed(self):
        with Gateway("stall;events=4") as gateway:
            beaver = gateway.beaver
            account = beaver.account(balance=10)
            connection = client.Raw(beaver.port)
            connection.send(client.request_bytes("POST", "/v1/chat/completions", {
                "model": MODEL, "stream": True, "max_tokens": 100, "messages": [{"role": "user", "content": "Hello"}]}, account.key))
            connection.read_until(b"w2")
            request_id = parse(connection.received, closed=False).request_id
            beaver.kill()
            connection.socket.close()
            beaver.start()
            beaver.assert_balanced()
            self.assertEqual({name: beaver.balance(account.key)[name] for name in ("balance", "held")}, {"balance": 10, "held": 0})
            self.assertEqual(beaver.receipt(account.key, request_id)["outcome"], "interrupted")

    def test_top_ups_that_were_acknowledged_survive(self):
        with Gateway("ok") as gateway:
            beaver = gateway.beaver
            account = beaver.account(balance=0)
            for amount in range(1, 6):
                beaver.admin("POST", "/admin/top-up", {"account_id": account.id, "amount": amount})
                beaver.kill()
                beaver.start()
                self.assertEqual(beaver.balance(account.key)["balance"], sum(range(1, amount + 1)))
            beaver.assert_balanced()


if __name__ == "__main__":
    unittest.main()
