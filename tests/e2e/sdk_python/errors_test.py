"""What OpenAI's Python SDK makes of providers that fail: the right exception, retries that help, and never a charge for nothing."""

import unittest

import openai

import sdk
from harness import fixtures
from harness.gateway import Gateway
from harness.paths import FIXTURES
from harness.provider_errors import EXPECTED

SAY = [{"role": "user", "content": "Hello"}]
MODEL = "gpt-4o-mini"


@unittest.skipUnless(FIXTURES.is_dir(), "the recorded exchanges aren't there; BEAVER_SHARED_DATA names their folder")
class RecordedErrors(unittest.TestCase):
    """Each against a gateway of its own: an error may rest its endpoint for a while."""

    def check(self, fixture):
        status, code = EXPECTED[fixture.name]
        with Gateway(prices=fixtures.price_map([fixture])) as gateway:
            account = gateway.beaver.account(balance=100)
            gateway.switch.select(fixture.behaviour)
            with self.assertRaises(openai.APIStatusError) as caught:
                sdk.create(sdk.client(gateway.beaver, account), fixture.gateway_request())
            error = caught.exception
            self.assertEqual(error.status_code, status, error.message)
            if code:
                self.assertEqual(error.code, code, error.message)
            self.assertNotIn("sk-e2e", str(error.body))
            balance = gateway.beaver.balance(account.key)
            self.assertEqual((balance["balance"], balance["held"]), (100, 0))
            gateway.beaver.assert_balanced()


def _add(fixture):
    def test(self):
        self.check(fixture)
    setattr(RecordedErrors, f"test_{fixture.provider}_{fixture.case}", test)


for _fixture in fixtures.chat_fixtures() if FIXTURES.is_dir() else []:
    if _fixture.status != 200:
        _add(_fixture)


class Retries(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway()
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        cls.account = cls.beaver.account()

    def tearDown(self):
        self.beaver.assert_balanced()

    def ask(self, behaviour, **settings):
        self.gateway.upstream.reset()
        self.gateway.switch.select(behaviour)
        return sdk.create(sdk.client(self.beaver, self.account, **settings), {"model": MODEL, "messages": SAY})

    def test_a_provider_that_fails_once_is_tried_again_and_charged_once(self):
        request_id, answer = self.ask("503;fail=1;tag=once", max_retries=2)
        self.assertEqual(answer.choices[0].finish_reason, "stop")
        self.assertEqual(self.beaver.charges(request_id)[:2], (1, 1))

    def test_a_short_rate_limit_is_waited_for(self):
        request_id, answer = self.ask("429;retry_after_ms=100;fail=1;tag=rate", max_retries=2)
        self.assertEqual(answer.choices[0].finish_reason, "stop")
        self.assertEqual(self.beaver.charges(request_id)[:2], (1, 1))

    def test_a_reset_before_the_first_byte_is_tried_again(self):
        _, answer = self.ask("rst-before-headers;fail=1;tag=reset", max_retries=2)
        self.assertEqual(answer.choices[0].finish_reason, "stop")


class BrokenStreams(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway()
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        cls.account = cls.beaver.account()

    def tearDown(self):
        self.beaver.assert_balanced()

    def test_a_stream_cut_by_the_provider_is_an_error_and_not_an_end(self):
        for behaviour in ("rst-mid-body;events=4", "fin-mid-body;events=4", "fixture;case=openai/stream_truncated_no_done"):
            with self.subTest(behaviour):
                self.gateway.switch.select(behaviour)
                request_id, stream = sdk.create(sdk.client(self.beaver, self.account),
                                                {"model": MODEL, "messages": SAY, "stream": True})
                with self.assertRaises(openai.APIError):
                    sdk.gather(stream)
                self.assertEqual(self.beaver.settled_receipt(self.account, request_id)["outcome"], "upstream_cut")

    @unittest.skipUnless(FIXTURES.is_dir(), "the recorded exchanges aren't there")
    def test_an_error_inside_a_stream_is_an_error(self):
        self.gateway.switch.select("fixture;case=openai/stream_error_midstream")
        _, stream = sdk.create(sdk.client(self.beaver, self.account), {"model": MODEL, "messages": SAY, "stream": True})
        with self.assertRaises(openai.APIError):
            sdk.gather(stream)

    def test_a_client_that_stops_reading_pays_for_what_came(self):
        self.gateway.upstream.reset()
        self.gateway.switch.select("ok;tokens=4000;chunk_ms=20")
        request_id, stream = sdk.create(sdk.client(self.beaver, self.account),
                                        {"model": MODEL, "messages": SAY, "stream": True})
        for number, _ in enumerate(stream):
            if number == 5:
                break
        stream.close()
        receipt = self.beaver.settled_receipt(self.account, request_id)
        self.assertEqual(receipt["outcome"], "client_gone")
        output = sum(bucket["tokens"] for bucket in receipt["buckets"] if bucket["kind"] == "output")
        self.assertGreater(output, 0)
        self.assertLess(output, 2000)


if __name__ == "__main__":
    unittest.main()
