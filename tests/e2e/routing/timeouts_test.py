"""The time limits of an endpoint hold for its own calls, whatever connection they go over and which attempt they are."""

import time
import unittest

from harness.asked import AskedGateway

LONG = 60_000
MODELS = {"timed": "openai", "timed-too": "openai"}


class Timeouts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        limits = {"BEAVER_UPSTREAM_CONNECT_MS": LONG, "BEAVER_UPSTREAM_FIRST_BYTE_MS": LONG, "BEAVER_UPSTREAM_SILENCE_MS": LONG, "BEAVER_UPSTREAM_WHOLE_MS": LONG}
        cls.gateway = AskedGateway(MODELS, BEAVER_HEALTH_INTERVAL_S="0", **{name: str(ms) for name, ms in limits.items()})
        cls.addClassCleanup(cls.gateway.close)

    def tearDown(self):
        self.gateway.beaver.assert_balanced()

    def limit(self, model, **ms):
        """The breaker begins anew too."""
        self.gateway.beaver.admin("PATCH", f"/admin/endpoints/{self.gateway.endpoints[model]}", {"timeouts": ms})
        self.gateway.rest_no_more(model)

    def ask(self, behaviour, stream=False, model="timed"):
        """The answer, and the milliseconds of its attempts."""
        answer = self.gateway.call("chat", self.gateway.request("chat", model, behaviour, stream), stream, model)
        return answer, [(attempt.get("reason"), attempt.get("ms")) for attempt in self.gateway.receipt(answer)["attempts"]]

    def assert_timed_out(self, behaviour, least, stream=False):
        """After its own limit, and not after the one of all endpoints."""
        _, attempts = self.ask(behaviour, stream)
        reason, ms = attempts[-1]
        self.assertIn(reason, ("upstream_timeout", "upstream_cut"))
        self.assertTrue(least <= ms < LONG, attempts)

    def test_the_first_byte_on_a_connection_that_is_used_again(self):
        self.limit("timed", first_byte_ms=300)
        for _ in range(2):
            self.assertEqual(self.ask("ok")[0].status, 200)
            self.assert_timed_out("hang", 290)
        self.limit("timed", first_byte_ms=900)
        self.assertEqual(self.ask("ok")[0].status, 200)
        self.assert_timed_out("hang", 890)

    def test_silence_within_a_stream(self):
        self.limit("timed", silence_ms=300)
        self.assert_timed_out("stall;events=6", 290, stream=True)
        self.limit("timed", silence_ms=LONG, whole_ms=700)
        self.assert_timed_out("stall;events=6", 690, stream=True)

    def test_the_whole_call(self):
        self.limit("timed", whole_ms=400)
        self.assert_timed_out("slow;ms=30", 390)

    def test_no_connection(self):
        # A test network that nobody answers in (RFC 5737); where it is refused at once, there is nothing to wait for.
        self.gateway.beaver.admin("PATCH", f"/admin/endpoints/{self.gateway.endpoints['timed-too']}",
                                  {"timeouts": {"connect_ms": 300}, "base_url": "http://192.0.2.1:9/v1", "credential": "sk-0123456789ab"})
        began = time.monotonic()
        answer, attempts = self.ask("ok", model="timed-too")
        self.assertIn(answer.status, (502, 504))
        self.assertLess(time.monotonic() - began, LONG / 1000, attempts)

    def test_each_attempt_has_the_limits_of_its_endpoint(self):
        self.limit("timed", first_byte_ms=300)
        self.gateway.beaver.admin("PATCH", f"/admin/endpoints/{self.gateway.endpoints['timed']}", {"priority": 1})
        second = self.gateway.add_endpoint("timed", "openai", {"first_byte_ms": 4000})
        _, attempts = self.ask("hang")
        self.gateway.beaver.admin("DELETE", f"/admin/endpoints/{second}")
        self.assertEqual([reason for reason, _ in attempts], ["upstream_timeout"] * 2)
        self.assertTrue(290 <= attempts[0][1] < 3990, attempts)
        self.assertTrue(3990 <= attempts[1][1] < LONG, attempts)


if __name__ == "__main__":
    unittest.main()
