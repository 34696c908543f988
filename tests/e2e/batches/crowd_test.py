"""Batches whose lines hold, while they run, what the next ones take: they wait for each other, and none is lost."""

import decimal
import unittest

import openai
from harness.gateway import Gateway
import jobs

LINES = 12
# A line holds two hundred tokens and uses ten: together they cost less than two of them hold.
TEXT = "[[do ok;tokens=10;delay_ms=100]]"


class Crowd(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway("asked")
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        account = cls.beaver.account()
        client = jobs.sdk(cls.beaver, account)
        ended = jobs.wait(client, jobs.begin(client, [jobs.chat(0, TEXT, max_tokens=200)]))
        assert ended.request_counts.completed == 1, ended
        call, = cls.beaver.calls(account)
        receipt = cls.beaver.receipt(account.key, call)
        cls.cost, cls.held = (decimal.Decimal(str(receipt[name])) for name in ("cost", "hold"))
        assert cls.cost * LINES < cls.held * 2, receipt

    def setUp(self):
        self.addCleanup(self.beaver.assert_balanced)

    def assert_all_answered(self, account):
        client = openai.OpenAI(base_url=self.beaver.base + "/v1", api_key=account.key, max_retries=0, timeout=60)
        lines = [jobs.chat(number, TEXT, max_tokens=200) for number in range(LINES)]
        ended = jobs.wait(client, jobs.begin(client, lines))
        self.assertEqual((ended.status, ended.request_counts.completed), ("completed", LINES), jobs.lines_of(client, ended.error_file_id))

    def test_lines_that_the_balance_pays_one_after_the_other_are_all_answered(self):
        self.assert_all_answered(self.beaver.account(balance=self.held * 3))

    def test_a_budget_is_waited_for_no_longer_than_it_is_held(self):
        for name in ("spend_per_month", "spend_total"):
            with self.subTest(name=name):
                account = self.beaver.account()
                body = f'{{"scope": "account", "id": "{account.id}", "limits": {{"{name}": {self.held * 3:f}}}}}'
                self.beaver.admin("PUT", "/admin/limits", body.encode())
                self.assert_all_answered(account)

    def test_borrowed_tokens_are_waited_for_no_longer_than_they_are_borrowed(self):
        account = self.beaver.account()
        self.beaver.admin("PUT", "/admin/limits", {"scope": "account", "id": account.id, "limits": {"tokens_per_month": 800}})
        self.assert_all_answered(account)

    def test_what_does_not_fit_with_nothing_held_ends_the_batch(self):
        account = self.beaver.account(balance=decimal.Decimal("0.00001"))
        client = jobs.sdk(self.beaver, account)
        ended = jobs.wait(client, jobs.begin(client, [jobs.chat(number, TEXT, max_tokens=200) for number in range(LINES)]))
        self.assertEqual((ended.status, ended.request_counts.failed), ("completed", LINES))


if __name__ == "__main__":
    unittest.main()
