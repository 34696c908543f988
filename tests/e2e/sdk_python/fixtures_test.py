"""Every recorded chat call of the providers, sent again through OpenAI's Python SDK and Beaver."""

import json
import unittest

import sdk
from harness import fixtures
from harness.gateway import Gateway, recomputed_cost
from harness.paths import FIXTURES


@unittest.skipUnless(FIXTURES.is_dir(), "the recorded exchanges aren't there; BEAVER_SHARED_DATA names their folder")
class Replayed(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway(prices=fixtures.price_map(fixtures.replayable()))
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        cls.account = cls.beaver.account(balance=100000)
        cls.sdk = sdk.client(cls.beaver, cls.account)

    @classmethod
    def tearDownClass(cls):
        cls.beaver.assert_balanced()

    def replay(self, fixture):
        self.gateway.switch.select(fixture.behaviour)
        request_id, answer = sdk.create(self.sdk, fixture.gateway_request())
        expected = fixture.expected()
        if fixture.is_stream:
            choices, usage = sdk.gather(answer)
        else:
            choices, usage = sdk.choices_of(answer), answer.usage
        self.assertEqual(choices, expected["choices"])

        asked = not fixture.is_stream or (fixture.request.get("stream_options") or {}).get("include_usage")
        reported = expected["usage"]
        if not asked:
            self.assertIsNone(usage, "usage was not asked for")
        elif reported:
            self.assertEqual(sdk.counts(usage),
                             (reported["prompt_tokens"], reported["completion_tokens"], reported["total_tokens"]))

        receipt = self.beaver.receipt(self.account.key, request_id)
        self.assertEqual(receipt["outcome"], "complete")
        if reported:
            self.assertEqual(fixtures.receipt_buckets(receipt), expected["buckets"])
        self.assertEqual(receipt["cost"], recomputed_cost(receipt))
        self.assertEqual(self.beaver.charges(request_id)[:2], (1, 1))

    def test_json_schema_is_json(self):
        fixture = next(f for f in fixtures.replayable() if f.name == "openai/json_schema")
        self.gateway.switch.select(fixture.behaviour)
        _, answer = sdk.create(self.sdk, fixture.gateway_request())
        self.assertIsInstance(json.loads(answer.choices[0].message.content), dict)


def _add(fixture):
    def test(self):
        self.replay(fixture)
    setattr(Replayed, f"test_{fixture.provider}_{fixture.case}", test)


for _fixture in fixtures.replayable() if FIXTURES.is_dir() else []:
    _add(_fixture)


if __name__ == "__main__":
    unittest.main()
