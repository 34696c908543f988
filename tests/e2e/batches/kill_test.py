"""kill -9 in the middle of a batch: each line is answered once and charged once.

BEAVER_BATCH_KILLS says how often one batch of 200 lines is killed (5), BEAVER_SEED at which moments.
"""

import os
import random
import time
import unittest

from harness.gateway import Gateway
import jobs

KILLS = int(os.environ.get("BEAVER_BATCH_KILLS", "5"))
SEED = int(os.environ.get("BEAVER_SEED", "1"))
LINES = 200


class Killed(unittest.TestCase):
    def begin(self, delay_ms=60):
        self.gateway = self.enterContext(Gateway(f"ok;tokens=20;delay_ms={delay_ms}"))
        self.beaver = self.gateway.beaver
        self.account = self.beaver.account(balance=100)
        self.client = jobs.sdk(self.beaver, self.account)

    def start_again(self):
        self.beaver.kill()
        self.beaver.start()
        self.client.base_url = self.beaver.base + "/v1/"

    def check_paid_once(self, output, calls):
        """`calls`: usage records of the account beside those of the output may only be interrupted ones."""
        ids = [line["response"]["request_id"] for line in output.values()]
        self.assertEqual(len(set(ids)), len(ids))
        for request_id in ids:
            self.assertEqual(self.beaver.charges(request_id)[:2], (1, 1), request_id)
        charged = self.beaver.rows("SELECT reference, -sum(customer), count(*) FROM ledger_entries WHERE type = 'usage' "
                                   "AND account_id = ? GROUP BY reference", self.account.id)
        self.assertEqual(sorted(row[0] for row in charged), sorted(ids), "what is charged is answered, and what is answered charged")
        self.assertEqual({row[2] for row in charged}, {1})
        left = self.beaver.balance(self.account.key)
        self.assertEqual(int(left["balance"] * 10**9), 100 * 10**9 - sum(row[1] for row in charged))
        self.assertEqual(left["held"], 0)
        outcomes = dict(self.beaver.rows("SELECT outcome, count(*) FROM usage_records WHERE account_id = ? GROUP BY outcome",
                                         self.account.id))
        self.assertEqual(outcomes.pop("complete"), len(ids))
        self.assertLessEqual(set(outcomes), {"interrupted"}, calls)

    def test_each_line_is_answered_once_and_charged_once(self):
        moments = random.Random(SEED)
        self.begin()
        batch = jobs.begin(self.client, [jobs.chat(number) for number in range(LINES)])
        for number in range(KILLS):
            reached = (number + 1) * LINES // (KILLS + 2)
            jobs.wait(self.client, batch, lambda now: now.request_counts.completed >= reached)
            time.sleep(moments.uniform(0, 0.1))
            self.start_again()
        ended = jobs.wait(self.client, batch)
        self.assertEqual((ended.status, ended.request_counts.completed, ended.request_counts.failed), ("completed", LINES, 0))
        output = jobs.lines_of(self.client, ended.output_file_id)
        self.assertEqual(sorted(output), [f"line-{number:03}" for number in range(LINES)])
        self.check_paid_once(output, KILLS)
        self.beaver.assert_balanced()
        asked = self.gateway.upstream.stats()["requests"]
        print(f"{KILLS} kills: {LINES} lines answered and charged once, {asked} upstream calls")

    def test_a_cancel_before_the_kill_holds_after_it(self):
        self.begin(delay_ms=500)  # all of it would take ten seconds
        batch = jobs.begin(self.client, [jobs.chat(number) for number in range(LINES)])
        jobs.wait(self.client, batch, lambda now: now.request_counts.completed >= 20)
        self.client.batches.cancel(batch.id)
        self.start_again()
        ended = jobs.wait(self.client, batch)
        self.assertEqual(ended.status, "cancelled")
        output = jobs.lines_of(self.client, ended.output_file_id)
        self.assertLess(len(output), LINES)
        self.check_paid_once(output, 1)
        self.beaver.assert_balanced()

    def test_a_graceful_restart_goes_on_where_it_was(self):
        self.begin()
        batch = jobs.begin(self.client, [jobs.chat(number) for number in range(LINES)])
        jobs.wait(self.client, batch, lambda now: now.request_counts.completed >= 20)
        self.assertEqual(self.beaver.terminate(), 0)
        self.beaver.start()
        self.client.base_url = self.beaver.base + "/v1/"
        ended = jobs.wait(self.client, batch)
        self.assertEqual((ended.status, ended.request_counts.completed), ("completed", LINES))
        self.check_paid_once(jobs.lines_of(self.client, ended.output_file_id), 0)
        self.assertEqual(self.gateway.upstream.stats()["requests"], LINES, "what was under way was waited for")
        self.beaver.assert_balanced()


if __name__ == "__main__":
    unittest.main()
