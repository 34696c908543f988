"""A server no one here wrote: two LiteLLM proxies with mock answers as Beaver's pool, one of them killed in the middle of a load."""

import concurrent.futures
import json
import pathlib
import socket
import sys
import threading
import time
import unittest

from harness.answer import Answer
from harness.asked import ABLE, PRICES
from harness.beaver import Beaver, beaver_process
from harness.client import call
from harness.gateway import import_prices
from harness.waiting import eventually

MODEL = "mock-model"
SAYS = "Beavers build dams of " + "branches and mud and stones and " * 20 + "patience."
CONFIG = f"""
model_list:
  - model_name: {MODEL}
    litellm_params: {{model: openai/{MODEL}, api_key: none, mock_response: "{SAYS}"}}
general_settings: {{master_key: sk-litellm-master}}
litellm_settings: {{telemetry: false}}
"""
HEALTH_S = 1
STARTING_S = 120  # LiteLLM takes its time


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


class Proxy:
    def __init__(self, folder, port=None):
        self.port = port or free_port()
        config = folder / "litellm.yaml"
        config.write_text(CONFIG)
        program = pathlib.Path(sys.executable).with_name("litellm")
        self.process = beaver_process.Process([sys.executable, str(program), "--config", str(config), "--host", "127.0.0.1", "--port", str(self.port)],
                                              {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "HOME": str(folder)}, cwd=str(folder))

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def wait(self):
        deadline = time.monotonic() + STARTING_S
        while True:
            try:
                if call(self.port, "GET", "/health/readiness", timeout=10).status == 200:
                    return self
            except OSError:
                pass
            if not self.process.running or time.monotonic() > deadline:
                raise AssertionError(f"the LiteLLM proxy doesn't start: {self.process.output()[-3000:]}")
            time.sleep(0.1)


class Pool(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = Beaver(BEAVER_HEALTH_INTERVAL_S=str(HEALTH_S))
        cls.addClassCleanup(cls.beaver.close)
        cls.proxies = [Proxy(cls.beaver.folder), Proxy(cls.beaver.folder)]
        cls.addClassCleanup(lambda: [proxy.process.kill() for proxy in cls.proxies])
        for number, proxy in enumerate(cls.proxies, 1):
            proxy.wait()
            cls.beaver.env |= {f"LITELLM_SERVER_{number}_URL": proxy.url, f"LITELLM_SERVER_{number}_KEY": "sk-litellm-master"}
        import_prices(cls.beaver, {f"openai/{MODEL}": {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 8000,
                                                       "max_output_tokens": 4000} | ABLE | PRICES})
        cls.beaver.start()
        cls.account = cls.beaver.account(balance=1000)

    def tearDown(self):
        self.beaver.assert_balanced()

    def ask(self, **fields):
        return self.beaver.complete(self.account, MODEL, **fields)

    def attempts(self, answer):
        return self.beaver.receipt(self.account.key, answer.headers.get("x-beaver-request-id") or answer.request_id)["attempts"]

    def states(self):
        """endpoint id → state, of the two."""
        listed = self.beaver.admin("GET", "/admin/endpoints?provider=litellm")["data"]
        return {one["id"]: one["health"]["state"] for one in listed}

    def wait_for(self, what, within):
        eventually(what, "change of the pool", within)

    def test_1_an_answer_with_its_charge(self):
        answer = self.ask()
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.json()["choices"][0]["message"]["content"], SAYS)
        usage, receipt = answer.json()["usage"], self.beaver.receipt(self.account.key, answer.request_id)
        self.assertEqual({bucket["kind"]: bucket["tokens"] for bucket in receipt["buckets"] if bucket["unit"] == "token"},
                         {"input": usage["prompt_tokens"], "output": usage["completion_tokens"]})

    def test_2_a_stream(self):
        answer = self.ask(stream=True, stream_options={"include_usage": True})
        self.assertEqual((answer.status, answer.text()), (200, SAYS))
        self.assertGreater(json.loads(answer.events()[-2])["usage"]["completion_tokens"], 0)

    def test_3_every_other_surface(self):
        for path, body in (("/v1/messages", {"model": MODEL, "max_tokens": 2000, "messages": [{"role": "user", "content": "Hello"}]}),
                           ("/v1/responses", {"model": MODEL, "input": "Hello"}),
                           (f"/v1beta/models/{MODEL}:generateContent", {"contents": [{"parts": [{"text": "Hello"}]}]})):
            with self.subTest(path):
                answer = self.beaver.call("POST", path, body, self.account.key)
                self.assertEqual(answer.status, 200, answer.body[:500])
                self.assertIn("Beavers build dams", answer.body.decode())

    def test_4_the_wrong_key_is_the_operators_affair(self):
        made = self.beaver.admin("POST", "/admin/endpoints", {
            "provider": "litellm", "name": "wrong key", "base_url": self.proxies[0].url, "credential": "sk-wrong", "priority": 0, "models": ["*"]})
        self.addCleanup(lambda: self.beaver.admin("DELETE", f"/admin/endpoints/{made['id']}"))
        answer = self.ask()
        self.assertEqual(answer.status, 200, answer.body[:300])
        self.assertEqual(answer.headers["x-beaver-attempts"], "2", "the next server was asked")

    def test_5_one_is_killed_in_the_middle_of_a_load(self):
        for _ in range(4):
            self.ask()
        killed, done = threading.Event(), []

        def one(number):
            stream = number % 4 == 0
            answer = self.ask(stream=stream, deadline=120)
            done.append(number)
            if len(done) == 40 and not killed.is_set():
                killed.set()
                self.proxies[0].process.kill()
            return stream, answer

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(one, range(160)))
        self.assertTrue(killed.is_set())
        failed = [answer for stream, answer in answers if not stream and not answer.seen_whole()]
        self.assertEqual([], [(answer.status, answer.body[:300], self.attempts(answer)) for answer in failed])
        broken = [answer for stream, answer in answers if stream and not answer.seen_whole()]
        self.assertLessEqual(len(broken), 8, "only those whose stream had begun")
        for answer in broken:
            self.assertEqual(answer.status, 200, answer.body[:300])
            self.assertIn("error", answer.events()[-1])
        for _, answer in answers:
            self.assertIsInstance(answer, Answer)
            self.assertEqual(self.beaver.charges(answer.headers["x-beaver-request-id"])[0], 1, "one record a call")

    def test_6_the_dead_one_is_seen_and_when_it_is_back_too(self):
        self.wait_for(lambda: self.states()["end_litellm_1"] == "down", within=60)
        self.assertEqual([self.ask().status for _ in range(10)], [200] * 10)
        self.proxies[0] = Proxy(self.beaver.folder, self.proxies[0].port).wait()
        # The next check sees that it is there; the next call that reaches it proves it.
        self.wait_for(lambda: self.states()["end_litellm_1"] != "down", within=60)
        self.wait_for(lambda: self.ask().status == 200 and self.states()["end_litellm_1"] == "healthy", within=60)

    def test_7_health_checks_cost_nothing(self):
        before = self.beaver.balance(self.account.key)
        seen = "\n".join(proxy.process.output() for proxy in self.proxies)
        self.assertNotRegex(seen, r'"GET /health HTTP', "it makes a paid call for each model")
        self.assertEqual(before["held"], 0)


if __name__ == "__main__":
    unittest.main()
