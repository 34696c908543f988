"""A chat whose endpoint sends no first byte in time is asked of a second one; the first to answer is taken and paid for, once."""

import itertools
import unittest

from harness import client
from harness.beaver import Beaver, beaver_process
from harness.waiting import eventually

MODEL = "hedged-model"
WORDS = 5


class Hedging(unittest.TestCase):
    """Two endpoints, one tried before the other; what each does is its address."""

    tags = itertools.count()

    @classmethod
    def setUpClass(cls):
        cls.upstream = beaver_process.FaultyUpstream()
        cls.addClassCleanup(cls.upstream.process.kill)

    def gateway(self, ms, percent=100):
        self.beaver = Beaver(BEAVER_HEALTH_INTERVAL_S="0", BEAVER_HEDGE_MS=str(ms), BEAVER_HEDGE_PERCENT=str(percent))
        self.addCleanup(self.beaver.close)
        self.beaver.start()
        self.account = self.beaver.account()
        self.beaver.admin("POST", "/admin/models", {"id": MODEL, "provider": "custom", "list_prices": {"input": 1, "output": 2}})
        self.ids = [self.endpoint(number) for number in (1, 2)]

    def endpoint(self, priority, **more):
        return self.beaver.admin("POST", "/admin/endpoints", {
            "name": f"Server {priority}", "provider": "custom", "base_url": self.upstream.url("ok"), "priority": priority,
            "credential": "sk-0123456789ab"} | more)["id"]

    def behave(self, *behaviours):
        """Each endpoint anew, its breaker too."""
        self.upstream.reset()
        for endpoint, behaviour in zip(self.ids, behaviours):
            url = self.upstream.url(f"{behaviour};tag={next(self.tags)}")
            self.beaver.admin("PATCH", f"/admin/endpoints/{endpoint}", {"base_url": url})

    def health(self, endpoint):
        return self.beaver.admin("GET", f"/admin/endpoints/{endpoint}")["health"]

    def chat(self, **more):
        return self.beaver.complete(self.account, MODEL, max_tokens=20, **more)

    def begin(self, **more):
        """A call that isn't waited for."""
        connection = client.Raw(self.beaver.port)
        body = {"model": MODEL, "messages": [{"role": "user", "content": "Hello"}], "max_tokens": 20} | more
        connection.send(client.request_bytes("POST", "/v1/chat/completions", body, self.account.key))
        return connection

    def hedges(self):
        """(made, won) since the start."""
        text = self.beaver.call("GET", "/metrics").body.decode()
        lines = dict(line.rsplit(" ", 1) for line in text.splitlines() if line.startswith("beaver_hedges"))
        return int(float(lines["beaver_hedges_total"])), int(float(lines["beaver_hedges_won_total"]))

    def attempts(self, answer):
        receipt = self.beaver.settled_receipt(self.account, answer.headers["x-request-id"])
        tried = [(one["endpoint"], one["status"], one.get("reason"), one.get("hedge", False)) for one in receipt["attempts"]]
        return receipt, tried

    def assert_charged_once(self, answer, spent_before):
        receipt, _ = self.attempts(answer)
        call = answer.headers["x-request-id"]
        records, entries, nano = self.beaver.charges(call)
        self.assertEqual((records, entries), (1, 1))
        self.assertGreater(nano, 0)
        self.assertEqual(nano, self.spent() - spent_before, "the balance paid for one answer")
        self.assertAlmostEqual(float(receipt["cost"]) * 1e9, nano, places=0)
        self.beaver.assert_balanced()

    def spent(self):
        return self.beaver.rows("SELECT coalesce(-sum(customer), 0) FROM ledger_entries WHERE type = 'usage'")[0][0]

    def test_a_silent_endpoint_is_overtaken(self):
        self.gateway(ms=50)
        for stream in (False, True):
            with self.subTest(stream=stream):
                self.behave("hang", f"ok;tokens={WORDS}")
                spent = self.spent()
                answer = self.chat(stream=stream)
                self.assertTrue(answer.seen_whole(), answer)
                self.assertEqual(answer.headers["x-beaver-attempts"], "2")
                receipt, tried = self.attempts(answer)
                self.assertEqual(tried, [(self.ids[0], 0, "hedge_lost", False), (self.ids[1], 200, None, True)])
                self.assertEqual((receipt["endpoint"], receipt["outcome"]), (self.ids[1], "complete"))
                self.assert_charged_once(answer, spent)
                # The loser's connection is closed, its place is free, and its breaker hasn't counted it.
                self.upstream.wait(running=0)
                health = self.health(self.ids[0])
                self.assertEqual((health["in_flight"], health["failed"], health["answered"]), (0, 0, 0), health)
        self.assertEqual(self.hedges(), (2, 2))

    def test_a_rival_is_found_among_many(self):
        """Of a model with more endpoints than are tried for one call, the others are looked at when one is due."""
        self.gateway(ms=50)
        self.behave("hang", "ok")
        self.ids += [self.endpoint(number) for number in range(3, 13)]
        for stream in (False, True):
            answer = self.chat(stream=stream)
            self.assertTrue(answer.seen_whole(), answer)
            _, tried = self.attempts(answer)
            self.assertEqual(tried, [(self.ids[0], 0, "hedge_lost", False), (self.ids[1], 200, None, True)])
        self.assertEqual(self.hedges(), (2, 2))

    def test_a_silent_endpoint_is_never_ejected_for_being_overtaken(self):
        self.gateway(ms=20)
        self.behave("hang", "ok")
        for _ in range(7): # more than failures in a row would eject
            self.assertEqual(self.chat().status, 200)
        self.assertEqual(self.health(self.ids[0])["state"], "unknown")
        self.assertEqual(self.health(self.ids[1])["answered"], 7)

    def test_the_first_one_may_still_win(self):
        self.gateway(ms=50)
        for stream in (False, True):
            with self.subTest(stream=stream):
                self.behave("ok;gate=first", "hang")
                spent = self.spent()
                waiting = self.begin(stream=stream)
                eventually(lambda: self.health(self.ids[1])["in_flight"] == 1, "the hedge")
                self.upstream.release("first")
                answer = waiting.read_rest()
                self.assertTrue(answer.seen_whole(), answer)
                _, tried = self.attempts(answer)
                self.assertEqual(tried, [(self.ids[0], 200, None, False), (self.ids[1], 0, "hedge_lost", True)])
                self.assert_charged_once(answer, spent)
                self.upstream.wait(running=0)
        self.assertEqual(self.hedges(), (2, 0))

    def test_a_fast_endpoint_has_no_rival(self):
        self.gateway(ms=30_000)
        self.behave("ok", "trap")
        for stream in (False, True):
            answer = self.chat(stream=stream)
            self.assertTrue(answer.seen_whole(), answer)
            self.assertEqual(answer.headers["x-beaver-attempts"], "1")
        self.assertEqual(self.hedges(), (0, 0))
        self.assertEqual(self.health(self.ids[1])["answered"], 0)

    def test_where_one_fails_the_other_goes_on(self):
        self.gateway(ms=50)
        for stream in (False, True):
            with self.subTest(stream=stream):
                self.behave("ok;gate=alone", "500")
                spent = self.spent()
                waiting = self.begin(stream=stream)
                eventually(lambda: self.health(self.ids[1])["failed"] == 1, "the hedge's failure")
                self.upstream.release("alone")
                answer = waiting.read_rest()
                self.assertTrue(answer.seen_whole(), answer)
                _, tried = self.attempts(answer)
                self.assertEqual(tried, [(self.ids[0], 200, None, False), (self.ids[1], 500, "upstream_unavailable", True)])
                self.assert_charged_once(answer, spent)

    def test_where_both_fail_the_client_hears_it_and_pays_nothing(self):
        self.gateway(ms=50)
        self.behave("status;code=503;gate=both", "500")
        waiting = self.begin()
        eventually(lambda: self.health(self.ids[1])["failed"] == 1, "the hedge's failure")
        self.upstream.release("both")
        answer = waiting.read_rest()
        self.assertIn(answer.status, (502, 503))
        _, tried = self.attempts(answer)
        self.assertEqual([(endpoint, status) for endpoint, status, _, _ in tried], [(self.ids[0], 503), (self.ids[1], 500)])
        self.assertEqual(self.spent(), 0)
        self.assertEqual(self.upstream.stats()["requests"], 2)
        self.beaver.assert_balanced()

    def test_a_fault_of_the_client_ends_both(self):
        self.gateway(ms=50)
        self.behave("hang", "400")
        answer = self.chat()
        self.assertEqual(answer.status, 400)
        _, tried = self.attempts(answer)
        self.assertEqual([one[2] for one in tried][0], "hedge_lost")
        self.upstream.wait(running=0)
        self.assertEqual(self.spent(), 0)
        self.beaver.assert_balanced()

    def test_a_client_that_leaves_ends_both(self):
        self.gateway(ms=50)
        self.behave("hang", "hang")
        waiting = self.begin()
        eventually(lambda: self.health(self.ids[1])["in_flight"] == 1, "the hedge")
        waiting.leave_with_rst()
        self.upstream.wait(running=0)
        self.beaver.assert_balanced()
        self.assertEqual([self.health(each)["in_flight"] for each in self.ids], [0, 0])
        self.assertEqual(self.spent(), 0)

    def test_a_full_endpoint_is_no_rival(self):
        self.gateway(ms=20)
        self.behave("ok;gate=full", "ok;gate=full")
        self.beaver.admin("PATCH", f"/admin/endpoints/{self.ids[1]}", {"max_concurrency": 1})
        waiting = [self.begin()]
        eventually(lambda: self.hedges()[0] == 1, "the hedge")
        waiting.append(self.begin())
        eventually(lambda: self.health(self.ids[0])["in_flight"] == 2, "the second call")
        # A third call, begun later, has one at a free place; by then the second one's would have been there.
        third = self.endpoint(3, base_url=self.upstream.url("ok;gate=full"))
        waiting.append(self.begin())
        eventually(lambda: self.health(third)["in_flight"] == 1, "the third call's hedge")
        self.assertEqual(self.health(self.ids[1])["in_flight"], 1)
        self.upstream.release("full")
        for connection in waiting:
            self.assertTrue(connection.read_rest().seen_whole())
        self.assertEqual(self.hedges()[0], 2)
        self.beaver.assert_balanced()

    def test_hedges_are_a_share_of_the_calls(self):
        self.gateway(ms=5, percent=10)
        self.behave("ok;delay_ms=60", "hang")
        for _ in range(25):
            self.assertEqual(self.chat().status, 200)
        # A burst of five, then one in ten; the twenty-five calls are worth two and a half.
        made, _ = self.hedges()
        self.assertGreaterEqual(made, 5)
        self.assertLessEqual(made, 7)
        self.beaver.assert_balanced()

    def test_an_endpoint_has_a_time_of_its_own(self):
        self.gateway(ms=0)
        self.behave("hang", "ok")
        shown = self.beaver.admin("PATCH", f"/admin/endpoints/{self.ids[0]}", {"timeouts": {"hedge_ms": 40}})
        self.assertEqual(shown["timeouts"]["hedge_ms"], 40)
        self.assertEqual(self.chat().headers["x-beaver-attempts"], "2")
        self.assertEqual(self.hedges(), (1, 1))

    def test_off_by_default(self):
        declared = self.run_help()
        self.assertIn("BEAVER_HEDGE_MS", declared)
        self.gateway(ms=0)
        self.behave("ok;delay_ms=100", "trap")
        self.assertEqual(self.chat().headers["x-beaver-attempts"], "1")
        self.assertEqual(self.hedges(), (0, 0))

    def run_help(self):
        with_help = Beaver()
        self.addCleanup(with_help.close)
        return with_help.run("serve", "--help", deadline=60).stdout


if __name__ == "__main__":
    unittest.main()
