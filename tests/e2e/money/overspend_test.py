"""Promise P1: no overspend, ever. With money for exactly k calls, a thousand clients at once get exactly k answers."""

import decimal
import json
import threading
import unittest

from harness import client
from harness.gateway import Gateway

CLIENTS = 1000
TOKENS = 100
# Input costs nothing, so what a call may cost at most (its hold) is what it costs: its output, which max_tokens bounds.
MODEL = "e2e-flat"
PRICES = {MODEL: {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 100000, "max_output_tokens": 10000,
                  "input_cost_per_token": "0", "output_cost_per_token": "1e-6"}}


def chat(key, stream=False):
    body = {"model": MODEL, "messages": [{"role": "user", "content": "Hello"}], "max_tokens": TOKENS, "stream": stream}
    return client.request_bytes("POST", "/v1/chat/completions", body, key)


class Watcher(threading.Thread):
    """Looks at a balance all the while; keeps what must never be."""

    def __init__(self, beaver, account):
        super().__init__(daemon=True)
        self.beaver, self.account = beaver, account
        self.broken, self.looks = [], 0
        self.over = threading.Event()

    def run(self):
        while not self.over.is_set() or not self.looks:
            now = self.beaver.balance(self.account.key)
            self.looks += 1
            if now["balance"] < 0 or now["available"] < 0 or now["held"] < 0 or now["held"] > now["balance"]:
                self.broken.append(now)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.join()


class Overspend(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # A pause before each answer keeps many calls under way at once.
        cls.gateway = Gateway(f"ok;tokens={TOKENS};prompt=7;delay_ms=20", prices=PRICES)
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        probe = cls.beaver.account(balance=1)
        answer = cls.beaver.complete(probe, MODEL, max_tokens=TOKENS)
        assert answer.status == 200, answer
        receipt = cls.beaver.receipt(probe.key, answer.request_id)
        cls.cost = decimal.Decimal(receipt["cost"])
        assert cls.cost > 0 and receipt["hold"] == cls.cost, receipt

    def race(self, affordable, stream):
        account = self.beaver.account(balance=self.cost * affordable)
        self.gateway.upstream.reset()
        with Watcher(self.beaver, account) as watcher:
            answers = client.crowd(self.beaver.port, [chat(account.key, stream)] * CLIENTS)
        served = [answer for answer in answers if answer.status == 200]
        refused = [answer for answer in answers if answer.status == 402]
        self.assertEqual((len(served), len(refused)), (affordable, CLIENTS - affordable),
                         {answer.status for answer in answers})
        self.assertTrue(all(answer.seen_whole() for answer in served))
        for answer in refused[:10]:
            self.assertEqual(answer.headers.get("x-should-retry"), "false")
            self.assertEqual(answer.json()["error"]["type"], "insufficient_quota")
        self.assertEqual(watcher.broken, [])
        self.assertGreater(watcher.looks, 0)
        self.assertEqual(self.gateway.upstream.stats()["requests"], affordable)

        self.beaver.assert_balanced()
        self.assertEqual({name: self.beaver.balance(account.key)[name] for name in ("balance", "held")}, {"balance": 0, "held": 0})
        for answer in served:
            self.assertEqual(self.beaver.charges(answer.request_id), (1, 1, int(self.cost * 10**9)))

    def test_no_money_at_all(self):
        self.race(0, stream=False)

    def test_money_for_one(self):
        self.race(1, stream=False)

    def test_money_for_seven_streams(self):
        self.race(7, stream=True)

    def test_money_for_half(self):
        self.race(500, stream=False)

    def test_money_for_half_of_the_streams(self):
        self.race(500, stream=True)

    def test_money_for_all_but_one(self):
        self.race(999, stream=False)

    def test_a_stream_whose_maximum_is_held_is_never_cut(self):
        """What it holds pays for all that was asked for, however the words are counted on the way."""
        account = self.beaver.account(balance=self.cost)
        answer = self.beaver.complete(account, MODEL, max_tokens=TOKENS, stream=True)
        self.assertEqual(answer.status, 200)
        chunks = [json.loads(event) for event in answer.events() if event != "[DONE]"]
        reasons = [choice.get("finish_reason") for chunk in chunks for choice in chunk["choices"]]
        self.assertEqual([reason for reason in reasons if reason], ["stop"])
        self.assertEqual(self.beaver.balance(account.key)["balance"], 0)

    def test_a_refusal_says_what_is_there_and_what_it_takes(self):
        account = self.beaver.account(balance=self.cost / 4)
        answer = self.beaver.complete(account, MODEL, max_tokens=TOKENS)
        self.assertEqual(answer.status, 402)
        message = answer.json()["error"]["message"]
        self.assertIn(f"{(self.cost / 4).normalize():f}", message)
        self.assertIn(f"{self.cost.normalize():f}", message)

    def test_without_a_maximum_the_answer_is_cut_to_what_the_balance_pays(self):
        account = self.beaver.account(balance=self.cost / 4)
        answer = self.beaver.complete(account, MODEL)
        self.assertIn(answer.status, (200, 402), answer)
        self.assertGreaterEqual(self.beaver.balance(account.key)["balance"], 0)
        if answer.status == 200:
            self.assertLessEqual(answer.json()["usage"]["completion_tokens"], TOKENS / 4)
        self.beaver.assert_balanced()

    def test_a_request_id_of_the_clients_own_is_no_way_to_pay_once(self):
        account = self.beaver.account(balance=self.cost * 10)
        answers = [self.beaver.complete(account, MODEL, max_tokens=TOKENS, headers={"x-request-id": "e2e-used-twice"})
                   for _ in range(2)]
        served = sum(answer.status == 200 for answer in answers)
        self.assertGreaterEqual(served, 1)
        self.assertEqual(self.beaver.balance(account.key)["balance"], self.cost * (10 - served))
        self.beaver.assert_balanced()


if __name__ == "__main__":
    unittest.main()
