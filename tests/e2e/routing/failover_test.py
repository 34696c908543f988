"""A provider that fails is passed by without the client noticing, tells why on the receipt, and comes back by itself."""

import concurrent.futures
import time
import unittest

from harness import client
from harness.beaver import Beaver, beaver_process
from harness.switch import Switch
from harness.waiting import eventually

MODEL = "own-model"


class TwoServers(unittest.TestCase):
    """Two servers of one provider, each behind a switch, checked every `checks_s` seconds."""

    checks_s = 0

    def setUp(self):
        self.upstream = beaver_process.FaultyUpstream()
        self.addCleanup(self.upstream.process.kill)
        self.beaver = Beaver(BEAVER_HEALTH_INTERVAL_S=str(self.checks_s), BEAVER_ROUTING="round_robin")
        self.addCleanup(self.beaver.close)
        self.beaver.start()
        self.account = self.beaver.account()
        self.beaver.admin("POST", "/admin/models", {"id": MODEL, "provider": "custom", "list_prices": {"input": 1, "output": 2}})
        self.switches = [Switch(self.upstream), Switch(self.upstream)]
        for switch in self.switches:
            self.addCleanup(switch.__exit__)
        self.ids = [self.endpoint(f"Server {number}", switch.url) for number, switch in enumerate(self.switches)]

    def endpoint(self, name, url, **more):
        return self.beaver.admin("POST", "/admin/endpoints",
                                 {"name": name, "provider": "custom", "base_url": url, "credential": "sk-0123456789ab"} | more)["id"]

    def health(self, endpoint):
        return self.beaver.admin("GET", f"/admin/endpoints/{endpoint}")["health"]

    def chat(self, **more):
        return self.beaver.complete(self.account, MODEL, **more)

    def connections(self):
        lines = self.beaver.call("GET", "/metrics").body.decode().splitlines()
        return int(next(line for line in lines if line.startswith("beaver_connections_open ")).split(" ")[1])

    def receipt(self, answer):
        return self.beaver.settled_receipt(self.account, answer.headers["x-request-id"])

    def until(self, condition, timeout=60):
        deadline = time.monotonic() + timeout
        while not condition():
            self.assertLess(time.monotonic(), deadline, "it didn't come about in time")
            self.chat()


class Failover(TwoServers):
    """Without checks: whatever is known of an endpoint is known from calls."""

    def test_no_call_fails_while_one_of_two_does(self):
        for behaviour in ("500", "rst-before-headers", "401", "429;retry_after=1", "json-truncated", "404"):
            with self.subTest(behaviour):
                self.switches[0].select(behaviour)
                statuses = [self.chat().status for _ in range(12)]
                self.assertEqual(statuses, [200] * 12)
                self.switches[0].select("ok")
                # A new key makes it an endpoint like new.
                self.beaver.admin("PATCH", f"/admin/endpoints/{self.ids[0]}", {"credential": f"sk-0123456789-{behaviour[:3]}"})

    def test_a_receipt_names_the_attempts_and_why(self):
        self.switches[0].select("500")
        # Taking turns, one of two calls begins at the broken one.
        answers = [self.chat(), self.chat()]
        self.assertEqual(sorted(answer.headers["x-beaver-attempts"] for answer in answers), ["1", "2"])
        answer = next(each for each in answers if each.headers["x-beaver-attempts"] == "2")
        first, second = self.receipt(answer)["attempts"]
        self.assertEqual((first["endpoint"], second["endpoint"]), tuple(self.ids))
        self.assertEqual((first["status"], first["reason"]), (500, "upstream_unavailable"))

    def test_a_stream_fails_over_before_its_first_byte(self):
        for behaviour in ("500", "rst-before-headers", "fin-before-headers"):
            self.switches[0].select(behaviour)
            for _ in range(4):
                answer = self.chat(stream=True)
                self.assertTrue(answer.seen_whole(), f"{behaviour}: {answer}")

    def test_a_fault_of_the_client_goes_back_at_once(self):
        for switch in self.switches:
            switch.select("400")
        self.upstream.reset()
        answer = self.chat()
        self.assertEqual(answer.status, 400)
        self.assertEqual(self.upstream.stats()["requests"], 1)
        self.assertEqual(self.health(self.ids[0])["failed"] + self.health(self.ids[1])["failed"], 0)

    def test_where_all_fail_the_client_hears_it_and_pays_nothing(self):
        for switch in self.switches:
            switch.select("500")
        for _ in range(12):
            answer = self.chat()
            self.assertIn(answer.status, (502, 503))
        self.beaver.assert_balanced()
        self.assertEqual(self.beaver.balance(self.account.key)["balance"], 10)
        for switch in self.switches:
            switch.select("ok")
        # Nobody is refused because both were ejected.
        self.assertEqual(self.chat().status, 200)

    def test_the_other_priority_takes_over(self):
        backup = self.endpoint("Backup", self.upstream.url("ok"), priority=900)
        for switch in self.switches:
            switch.select("rst-before-headers")
        answer = self.chat()
        self.assertEqual(answer.status, 200)
        self.assertEqual(self.receipt(answer)["endpoint"], backup)

    def test_a_full_server_queues_and_nobody_is_turned_away(self):
        for endpoint in self.ids:
            self.beaver.admin("PATCH", f"/admin/endpoints/{endpoint}", {"max_concurrency": 2, "queue_length": 50})
        for switch in self.switches:
            switch.select("ok;delay_ms=50")
        body = {"model": MODEL, "messages": [{"role": "user", "content": "Hello"}], "max_tokens": 5}
        raw = client.request_bytes("POST", "/v1/chat/completions", body, self.account.key)
        answers = client.crowd(self.beaver.port, [raw] * 30)
        self.assertEqual({answer.status for answer in answers}, {200})
        self.assertEqual([self.health(each)["in_flight"] for each in self.ids], [0, 0])

    def test_who_leaves_the_queue_is_not_asked_for(self):
        for endpoint in self.ids:
            self.beaver.admin("PATCH", f"/admin/endpoints/{endpoint}", {"max_concurrency": 1, "queue_length": 50})
        for switch in self.switches:
            switch.select("ok;gate=busy")
        body = {"model": MODEL, "messages": [{"role": "user", "content": "Hello"}], "max_tokens": 5}
        raw = client.request_bytes("POST", "/v1/chat/completions", body, self.account.key)
        staying = [client.Raw(self.beaver.port) for _ in range(2)]
        for connection in staying:
            connection.send(raw)
        eventually(lambda: sum(self.health(each)["in_flight"] for each in self.ids) == 2, "two calls under way")
        leaving = client.Raw(self.beaver.port)
        leaving.send(raw)
        eventually(lambda: sum(self.health(each)["waiting"] for each in self.ids) == 1, "a call that waits")
        # The three, and the one that asks. It has left before a place comes free.
        eventually(lambda: self.connections() == 4, "end of other connections")
        leaving.leave_with_rst()
        eventually(lambda: self.connections() == 3, "notice that it has left")
        # It is over for it at once, not when a place comes free.
        eventually(lambda: sum(self.health(each)["waiting"] for each in self.ids) == 0, "end of its waiting")
        gone = ("SELECT count(*) FROM usage_records WHERE account_id = ? AND outcome = 'client_gone'", self.account.id)
        eventually(lambda: self.beaver.rows(*gone) == [(1,)], "record of it")
        self.assertEqual(sum(self.health(each)["in_flight"] for each in self.ids), 2)
        self.upstream.release("busy")
        for connection in staying:
            self.assertTrue(connection.read_rest().seen_whole())
        self.beaver.assert_balanced()
        records = self.beaver.rows("SELECT outcome, cost, attempts FROM usage_records WHERE account_id = ?", self.account.id)
        self.assertEqual(sorted(outcome for outcome, _, _ in records), ["client_gone", "complete", "complete"])
        self.assertIn(("client_gone", 0, ""), records)


class Checked(TwoServers):
    checks_s = 1

    def test_it_is_ejected_and_comes_back(self):
        self.switches[0].select("500")
        # Each failed check keeps it out for twice as long.
        self.until(lambda: self.health(self.ids[0])["back_in_ms"] > 20_000)
        self.assertEqual(self.health(self.ids[0])["state"], "down")
        for _ in range(10):
            answer = self.chat()
            self.assertEqual((answer.status, answer.headers["x-beaver-attempts"]), (200, "1"))
        away_ms, began = self.health(self.ids[0])["back_in_ms"], time.monotonic()
        self.switches[0].select("ok")
        # Seen within the health interval, long before its time is over: the free check lets a call try.
        self.until(lambda: self.health(self.ids[0])["state"] == "healthy")
        self.assertLess(time.monotonic() - began, away_ms / 1000)

    def test_one_is_killed_under_load_and_no_call_fails(self):
        other = beaver_process.FaultyUpstream()
        self.addCleanup(other.process.kill)
        self.beaver.admin("PATCH", f"/admin/endpoints/{self.ids[0]}",
                          {"base_url": other.url("ok;delay_ms=5"), "credential": "sk-0123456789ab"})
        killed = concurrent.futures.ThreadPoolExecutor(1)
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            calls = [pool.submit(self.chat, deadline=120) for _ in range(400)]
            for done in calls[:80]:
                done.result()
            killed.submit(other.process.kill).result()
            statuses = [done.result().status for done in calls]
        self.assertEqual(statuses.count(200), 400, {status: statuses.count(status) for status in set(statuses)})
        eventually(lambda: self.health(self.ids[0])["state"] == "down", "its ejection")
        self.beaver.assert_balanced()
