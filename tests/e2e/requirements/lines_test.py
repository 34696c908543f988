"""Lines of the documents that name what the gateway keeps and how, each asked of a running one: no other suite says them outright."""

import unittest

from harness.beaver import Beaver
from harness.waiting import eventually

MODEL = "beaver/echo"
PASSWORD = "Otters-like-17-cold-rivers"


class Lines(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = Beaver().start()
        cls.addClassCleanup(cls.beaver.close)
        cls.account = cls.beaver.account(balance=10)

    def ask(self, path, key=None):
        answer = self.beaver.call("GET", path, key=key or self.account.key)
        self.assertEqual(answer.status, 200, answer)
        return answer.json()

    def test_a_call_is_logged_with_model_tokens_cost_time_account_and_key(self):
        answer = self.beaver.complete(self.account, MODEL, "Hello otter", max_tokens=8)
        usage = answer.json()["usage"]
        row = eventually(lambda: self.ask(f"/account/calls?id={answer.request_id}")["data"], "row of the call")[0]
        self.assertEqual((row["model"], row["account_id"], row["status"], row["outcome"]), (MODEL, self.account.id, 200, "complete"))
        self.assertEqual((row["input_tokens"], row["output_tokens"]), (usage["prompt_tokens"], usage["completion_tokens"]))
        self.assertEqual(str(row["cost"]), answer.headers["x-beaver-cost"])
        keys = [key["id"] for key in self.beaver.admin("GET", f"/admin/api-keys?account_id={self.account.id}")["data"]]
        self.assertIn(row["key_id"], keys)
        self.assertRegex(row["started_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")

    def test_a_model_that_is_switched_off_is_neither_listed_nor_served(self):
        self.beaver.admin("PATCH", f"/admin/models/{MODEL}", {"is_active": False})
        self.addCleanup(self.beaver.admin, "PATCH", f"/admin/models/{MODEL}", {"is_active": True})
        self.assertNotIn(MODEL, [model["id"] for model in self.ask("/v1/models")["data"]])
        self.assertEqual(self.beaver.complete(self.account, MODEL).status, 404)
        self.beaver.admin("PATCH", f"/admin/models/{MODEL}", {"is_active": True})
        self.assertEqual(self.beaver.complete(self.account, MODEL).status, 200)

    def test_models_have_a_base_price_and_a_price_made_of_it(self):
        stored = {model["id"]: model for model in self.beaver.admin("GET", "/admin/models?limit=1000")["data"]}
        shown = {model["id"]: model for model in self.beaver.call("GET", "/v1/models", key=self.account.key).json()["data"]}
        markups = {each["name"]: each["markup_percent"] for each in self.beaver.admin("GET", "/admin/pricing-categories")["data"]}
        base = stored[MODEL]["list_prices"][0]["input"]
        self.assertGreater(base, 0)
        self.assertEqual(shown[MODEL]["pricing"]["input"], base * (100 + markups[stored[MODEL]["category"]]) / 100)

    def test_passwords_and_keys_are_stored_as_hashes_alone(self):
        made = self.beaver.create_account(balance=0, password=PASSWORD)
        secret = self.beaver.create_key(made["id"])["key"]
        stored = self.beaver.rows("SELECT password_hash FROM accounts WHERE id = ?", made["id"])[0][0]
        self.assertTrue(stored.startswith("$argon2id$"), stored[:12])
        rows = repr(self.beaver.rows("SELECT * FROM accounts")) + repr(self.beaver.rows("SELECT * FROM api_keys"))
        self.assertNotIn(PASSWORD, rows)
        self.assertNotIn(secret, rows)
        self.assertEqual(len(self.beaver.rows("SELECT key_hash FROM api_keys WHERE account_id = ?", made["id"])[0][0]), 32)

    def test_what_is_said_stays_text_in_every_statement(self):
        before = self.beaver.rows("SELECT COUNT(*) FROM accounts")
        for text in ("' OR '1'='1", "'; DROP TABLE accounts; --", '" OR ""="', "%", "_", "\\"):
            quoted = "".join(f"%{byte:02x}" for byte in text.encode())
            self.assertEqual(self.ask(f"/account/calls?model={quoted}")["data"], [], text)
            self.assertEqual(self.ask(f"/account/calls?metadata={quoted}")["data"], [], text)
            self.assertEqual(self.beaver.admin("GET", f"/admin/api-keys?search={quoted}" + quoted)["data"], [], text)
            self.assertIn(self.beaver.call("GET", f"/v1/receipts/{quoted}", key=self.account.key).status, (400, 404), text)
            made = self.beaver.create_key(self.account.id, name=text)
            self.assertEqual(self.beaver.admin("GET", f"/admin/api-keys/{made['id']}")["name"], text)
            self.beaver.admin("DELETE", f"/admin/api-keys/{made['id']}")
        # Once: failed sign-ins are slowed.
        self.assertIn(self.beaver.call("POST", "/auth/login", {"email": "' OR '1'='1", "password": "' OR '1'='1"}).status, (400, 401, 422))
        self.assertEqual(self.beaver.rows("SELECT COUNT(*) FROM accounts"), before)

    def test_the_tables_hold_together(self):
        self.beaver.complete(self.account, MODEL)
        self.beaver.assert_balanced()
        tables = {row[0] for row in self.beaver.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
        self.assertLessEqual({"accounts", "api_keys", "sessions", "models", "balances", "usage_rollups", "plans"}, tables)
        self.assertTrue(self.beaver.rows("PRAGMA foreign_key_list(api_keys)"), "keys belong to accounts")
        self.assertEqual(self.beaver.rows("PRAGMA foreign_key_check"), [])
        indexed = {row[0] for row in self.beaver.rows("SELECT tbl_name FROM sqlite_master WHERE type = 'index'")}
        self.assertLessEqual({"accounts", "api_keys"}, indexed)


if __name__ == "__main__":
    unittest.main()
