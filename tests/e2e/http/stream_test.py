"""Streams that the provider ends well come whole, however fast it is and whether or not it closes its connection."""

import unittest

from harness.gateway import Gateway

MODEL = "gpt-4o-mini"


class Streams(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway()
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        cls.account = cls.beaver.account(balance=1000)

    def come_whole(self, behaviour, tokens, model=MODEL):
        self.gateway.switch.select(behaviour)
        for number in range(100):
            answer = self.beaver.complete(self.account, model, stream=True, max_tokens=3000)
            self.assertTrue(answer.seen_whole(), f"stream {number}: {answer.events()[-2:]}")
            self.assertTrue(tokens is None or answer.text().endswith(f"w{tokens - 1}"), answer.text()[-40:])
            self.assertEqual(self.beaver.receipt(self.account.key, answer.request_id)["outcome"], "complete")

    def test_short_ones(self):
        self.come_whole("ok;tokens=20", 20)

    def test_long_ones(self):
        self.come_whole("ok;tokens=500", 500)

    def test_long_ones_of_a_provider_that_closes(self):
        self.come_whole("ok;tokens=2000;close=1", 2000)

    def test_cut_at_every_place_by_the_network(self):
        self.come_whole("ok;tokens=20;split=7", 20)

    def test_those_of_the_built_in_provider(self):
        self.come_whole("ok", None, model="beaver/echo")


if __name__ == "__main__":
    unittest.main()
