"""No recorded exchange is forgotten."""

import unittest

import exchanges
from harness import exchange
from harness.paths import FIXTURES

TESTED = {"chat", "error", "broken", "unit", "count", "models", "health", "client"}


class Table(unittest.TestCase):
    @unittest.skipUnless(FIXTURES.is_dir(), "the recorded exchanges aren't there; BEAVER_SHARED_DATA names their folder")
    def test_every_recorded_exchange_is_used_or_named_with_a_reason(self):
        self.assertEqual(set(exchanges.uses()), set(exchange.all_names()))

    def test_every_use_has_a_test_or_a_reason(self):
        for name, (use, reason) in exchanges.uses().items():
            self.assertTrue(use in TESTED or (use == "not" and reason), name)


if __name__ == "__main__":
    unittest.main()
