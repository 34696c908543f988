"""Answers kept and given again: per account, in the form that is asked for, for nothing."""

import json
import threading
import unittest

from harness.gateway import Gateway

MODEL = "e2e-cache"
PRICES = {MODEL: {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 100000, "max_output_tokens": 10000,
                  "input_cost_per_token": "1e-6", "output_cost_per_token": "1e-6"}}


class Cache(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway("ok;tokens=20;delay_ms=50", prices=PRICES)
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    def setUp(self):
        self.account = self.beaver.account(balance=1)
        self.gateway.upstream.reset()

    def ask(self, text, account=None, **more):
        return self.beaver.complete(account or self.account, MODEL, text=text, **({"cache": True} | more))

    def asked(self):
        return self.gateway.upstream.stats()["requests"]

    def test_the_second_answer_is_the_first_and_costs_nothing(self):
        first = self.ask("once")
        balance = self.beaver.balance(self.account.key)["balance"]
        second = self.ask("once")
        self.assertEqual([answer.headers["x-beaver-cache"] for answer in (first, second)], ["miss", "hit"])
        self.assertEqual(first.json()["choices"], second.json()["choices"])
        self.assertEqual(self.beaver.balance(self.account.key)["balance"], balance)
        self.assertEqual(self.asked(), 1)
        self.assertEqual(self.beaver.settled_receipt(self.account, second.request_id)["outcome"], "cached")
        self.beaver.assert_balanced()

    def test_who_does_not_ask_for_it_is_answered_anew(self):
        for _ in range(2):
            self.assertEqual(self.ask("never", cache=False).headers["x-beaver-cache"], "off")
        self.assertEqual(self.asked(), 2)

    def test_accounts_never_share(self):
        self.ask("mine")
        other = self.beaver.account(balance=1)
        self.assertEqual(self.ask("mine", account=other).headers["x-beaver-cache"], "miss")

    def test_a_whole_answer_is_replayed_as_a_stream_and_the_other_way_round(self):
        whole = self.ask("both").json()["choices"][0]["message"]["content"]
        stream = self.ask("both", stream=True)
        self.assertEqual(stream.headers["x-beaver-cache"], "hit")
        self.assertTrue(stream.seen_whole())
        self.assertEqual(stream.text(), whole)
        streamed = self.ask("streamed first", stream=True)
        again = self.ask("streamed first")
        self.assertEqual(again.headers["x-beaver-cache"], "hit")
        self.assertEqual(again.json()["choices"][0]["message"]["content"], streamed.text())

    def test_one_call_feeds_all_that_wait(self):
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(self.ask("all at once"))) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual({answer.status for answer in answers}, {200})
        self.assertEqual(len({json.dumps(answer.json()["choices"]) for answer in answers}), 1)
        self.assertEqual(self.asked(), 1)

    def test_the_administrator_sees_and_clears_it(self):
        self.ask("to be cleared")
        self.assertEqual(self.ask("to be cleared").headers["x-beaver-cache"], "hit")
        shown = self.beaver.admin("GET", "/admin/cache")
        self.assertGreater(shown["hits"], 0)
        self.beaver.admin("DELETE", f"/admin/cache?account_id={self.account.id}")
        self.assertEqual(self.ask("to be cleared").headers["x-beaver-cache"], "miss")

    def test_a_time_out_of_bounds_is_named(self):
        answer = self.ask("soon", cache_ttl=5)
        self.assertEqual(answer.status, 400)
        self.assertEqual(answer.json()["error"]["param"], "cache_ttl")


if __name__ == "__main__":
    unittest.main()
