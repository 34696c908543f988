"""A pool of LiteLLM servers from the environment, as BluesMinds runs it."""

import unittest

from harness.beaver import Beaver, beaver_process
from harness.waiting import eventually


class LiteLlmPool(unittest.TestCase):
    def setUp(self):
        self.upstreams = [beaver_process.FaultyUpstream(), beaver_process.FaultyUpstream()]
        for upstream in self.upstreams:
            self.addCleanup(upstream.process.kill)
        self.beaver = Beaver(LITELLM_SERVER_1_URL=self.upstreams[0].url("ok;model=gpt-4o-mini"),
                             LITELLM_SERVER_1_KEY="sk-litellm-0123456789", LITELLM_SERVER_2_URL=self.upstreams[1].url("ok"),
                             BEAVER_HEALTH_INTERVAL_S="1", BEAVER_ROUTING="least_busy")
        self.addCleanup(self.beaver.close)
        self.beaver.start()
        self.account = self.beaver.account()

    def until(self, condition, timeout=60):
        eventually(condition, "change of the pool", timeout)

    def offered(self):
        models = self.beaver.call("GET", "/v1/models", key=self.account.key).json()["data"]
        return {model["id"] for model in models if not model["id"].startswith("beaver/")}

    def test_the_servers_stand_under_fixed_ids_and_offer_what_they_list(self):
        endpoints = {each["id"]: each for each in self.beaver.admin("GET", "/admin/endpoints?provider=litellm")["data"]}
        self.assertEqual(sorted(endpoints), ["end_litellm_1", "end_litellm_2"])
        self.assertEqual([each["has_credential"] for _, each in sorted(endpoints.items())], [True, False])
        self.until(lambda: self.offered() == {"gpt-4o-mini", "gpt-4o"})
        self.assertEqual(self.beaver.complete(self.account, "gpt-4o-mini").status, 200)
        nobody = self.beaver.complete(self.account, "claude-3-opus-20240229")
        self.assertEqual((nobody.status, nobody.json()["error"]["code"]), (503, "no_endpoint"))

    def test_one_is_killed_and_no_call_fails(self):
        for number in range(60):
            if number == 20:
                self.upstreams[0].process.kill()
            self.assertEqual(self.beaver.complete(self.account, "gpt-4o-mini").status, 200, number)
        self.until(lambda: self.beaver.admin("GET", "/api/admin/health")["unhealthy_servers"] == 1)
        self.beaver.assert_balanced()

    def test_a_wrong_setting_stops_the_start_and_says_what_it_takes(self):
        for options, named in (({"LITELLM_SERVER_3_URL": "ftp://host"}, "LITELLM_SERVER_3_URL"),
                               ({"LITELLM_SERVER_3_KEY": "sk-x"}, "LITELLM_SERVER_3_URL"),
                               ({"BEAVER_ROUTING": "best"}, "weighted, round_robin, least_busy"),
                               ({"BEAVER_HEALTH_INTERVAL_S": "often"}, "BEAVER_HEALTH_INTERVAL_S")):
            with self.subTest(options):
                self.beaver.terminate()
                self.addCleanup(self.beaver.process.kill)
                done = self.beaver.command("serve", **options)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(named, done.stderr)
