"""Promise P6: an Idempotency-Key means one upstream call, one charge and the same answer, whatever happens."""

import unittest

from harness import client
from harness.gateway import Gateway

MODEL = "gpt-4o-mini"
DUPLICATES = 1000


class Idempotency(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway("ok;tokens=10;delay_ms=300")
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    def setUp(self):
        self.account = self.beaver.account()
        self.gateway.upstream.reset()

    def tearDown(self):
        self.beaver.assert_balanced()

    def request(self, name, text="Hello", **more):
        body = {"model": MODEL, "messages": [{"role": "user", "content": text}]} | more
        return client.request_bytes("POST", "/v1/chat/completions", body, self.account.key, {"Idempotency-Key": name})

    def ask(self, name, **more):
        return client.crowd(self.beaver.port, [self.request(name, **more)])[0]

    def usage_entries(self):
        return self.beaver.rows("SELECT count(*) FROM ledger_entries WHERE type = 'usage' AND account_id = ?", self.account.id)[0][0]

    def test_a_thousand_at_once_are_one_call(self):
        answers = client.crowd(self.beaver.port, [self.request("e2e-thousand")] * DUPLICATES)
        self.assertEqual({answer.status for answer in answers}, {200})
        self.assertEqual(len({answer.body for answer in answers}), 1)
        self.assertEqual(self.gateway.upstream.stats()["requests"], 1)
        self.assertEqual(self.usage_entries(), 1)

    def test_again_later_is_the_same_answer(self):
        first, second = self.ask("e2e-later"), self.ask("e2e-later")
        self.assertEqual((first.status, first.body), (200, second.body))
        self.assertEqual(self.gateway.upstream.stats()["requests"], 1)
        self.assertEqual(self.usage_entries(), 1)

    def test_a_stream_again_is_the_same_answer(self):
        first, second = self.ask("e2e-stream", stream=True), self.ask("e2e-stream", stream=True)
        self.assertTrue(first.seen_whole())
        self.assertEqual((second.status, second.text()), (200, first.text()))
        self.assertEqual(self.gateway.upstream.stats()["requests"], 1)
        self.assertEqual(self.usage_entries(), 1)

    def test_a_stream_that_was_cut_again_is_cut_again(self):
        """Who missed the first answer must not take half of it for the whole."""
        with Gateway("fin-mid-body;events=4;tokens=20") as gateway:
            account = gateway.beaver.account()
            body = {"model": MODEL, "stream": True, "messages": [{"role": "user", "content": "Hello"}]}
            request = client.request_bytes("POST", "/v1/chat/completions", body, account.key, {"Idempotency-Key": "e2e-cut"})
            first, second = (client.crowd(gateway.beaver.port, [request])[0] for _ in range(2))
            self.assertIn(b'"error"', first.body)
            self.assertEqual((second.status, second.body), (first.status, first.body))
            self.assertEqual(gateway.upstream.stats()["requests"], 1)
            gateway.beaver.assert_balanced()

    def test_another_body_is_a_conflict(self):
        self.assertEqual(self.ask("e2e-conflict").status, 200)
        other = self.ask("e2e-conflict", text="Something else")
        self.assertEqual(other.status, 409)
        self.assertEqual(self.usage_entries(), 1)

    def test_another_account_may_use_the_same_name(self):
        self.assertEqual(self.ask("e2e-shared").status, 200)
        self.account = self.beaver.account()
        self.assertEqual(self.ask("e2e-shared", text="Mine").status, 200)

    def test_a_refused_call_may_be_tried_again(self):
        rich, self.account = self.account, self.beaver.account(balance=0)
        self.assertEqual(self.ask("e2e-poor", max_tokens=1000).status, 402)
        self.beaver.admin("POST", "/admin/top-up", {"account_id": self.account.id, "amount": 5})
        self.assertEqual(self.ask("e2e-poor", max_tokens=1000).status, 200)
        self.account = rich

    def test_a_top_up_again_is_one_top_up(self):
        before = self.beaver.balance(self.account.key)["balance"]
        token = self.beaver.login()
        for _ in range(3):
            answer = self.beaver.call("POST", "/admin/top-up", {"account_id": self.account.id, "amount": 5}, token,
                                      {"Idempotency-Key": "e2e-top-up"})
            self.assertEqual(answer.status, 200)
        self.assertEqual(self.beaver.balance(self.account.key)["balance"], before + 5)

    def test_an_answer_outlives_a_kill(self):
        first = self.ask("e2e-kill")
        self.assertEqual(first.status, 200)
        self.beaver.kill()
        self.beaver.start()
        second = self.ask("e2e-kill")
        self.assertEqual((second.status, second.body), (200, first.body))
        self.assertEqual(self.gateway.upstream.stats()["requests"], 1)
        self.assertEqual(self.usage_entries(), 1)

    def test_a_call_killed_under_way_is_charged_once_when_tried_again(self):
        connection = client.Raw(self.beaver.port)
        connection.send(self.request("e2e-killed"))
        self.gateway.upstream.wait(requests=1)
        self.beaver.kill()
        connection.socket.close()
        self.beaver.start()
        self.assertEqual(self.ask("e2e-killed").status, 200)
        self.assertEqual(self.usage_entries(), 1)


if __name__ == "__main__":
    unittest.main()
