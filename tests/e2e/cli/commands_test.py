"""beaverd as a command: help, options, migrations, doctor, prices."""

import json
import re
import sqlite3
import subprocess
import unittest

from harness.beaver import Beaver, beaver_process
from harness.paths import ROOT

OPTIONS = ("BEAVER_LISTEN", "DATABASE_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL", "DEEPSEEK_API_KEY", "BEAVER_ADMIN_EMAIL",
           "BEAVER_ADMIN_PASSWORD", "BEAVER_SECRET_KEY", "BEAVER_PLANS", "BEAVER_PRICING", "CORS_ORIGINS",
           "BEAVER_DURABILITY", "BEAVER_TRUSTED_PROXIES", "ENV", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY", "BEAVER_REGISTRATION",
           "SMTP_URL", "MAIL_FROM")
MIGRATIONS = len(list((ROOT / "sql/sqlite").glob("*.up.sql")))


class Cli(unittest.TestCase):
    def setUp(self):
        self.beaver = Beaver()  # a folder and a database; nothing is started
        self.addCleanup(self.beaver.close)

    def run_it(self, *arguments, **environment):
        return self.beaver.command(*arguments, **environment)

    def ok(self, *arguments):
        done = self.run_it(*arguments)
        self.assertEqual(done.returncode, 0, done)
        return done.stdout

    def refused(self, *arguments, **environment):
        """It stops, says why on standard error, and has touched nothing."""
        done = self.run_it(*arguments, **environment)
        self.assertNotEqual(done.returncode, 0, done)
        self.assertNotIn("Sanitizer", done.stderr)
        return done.stderr

    def applied(self):
        database = sqlite3.connect(self.beaver.database)
        try:
            return [row[0] for row in database.execute("SELECT number FROM schema_migrations ORDER BY number")]
        finally:
            database.close()

    def test_help_lists_the_commands(self):
        text = self.ok("--help")
        for command in ("serve", "migrate", "models", "doctor"):
            self.assertIn(command, text)

    def test_help_lists_the_administrators_commands(self):
        self.assertIn("admin", self.ok("--help"))

    def test_help_of_a_command_is_its_own_lines(self):
        for command, word, other in (("migrate", "stamp", "doctor"), ("doctor", "ledger", "migrate"), ("admin", "reset-password", "doctor")):
            for arguments in ((command, "--help"), (command, "-h"), (command, "anything", "--help")):
                with self.subTest(arguments):
                    text = self.ok(*arguments)
                    self.assertIn(word, text)
                    self.assertNotIn(other, text)
        self.assertIn("doctor", self.ok("polish", "--help"))

    def test_help_of_serve_lists_every_option(self):
        text = self.ok("serve", "--help")
        for option in OPTIONS:
            with self.subTest(option):
                self.assertIn(option, text)
        self.assertIn("127.0.0.1:8000", text, "defaults are shown")

    def test_version(self):
        self.assertRegex(self.ok("--version"), r"\d+\.\d+\.\d+")

    def test_unknown_words_are_named(self):
        for arguments in (("serve", "--no-such-option"), ("no-such-command",), ("migrate", "sideways"), ("serve", "--no-such=1")):
            with self.subTest(arguments):
                self.assertIn(re.sub(r"[-=1]+$", "", arguments[-1]).lstrip("-"), self.refused(*arguments))

    def test_malformed_options_are_named_with_what_they_take(self):
        for name, value, takes in (("BEAVER_LISTEN", "nonsense", ":"), ("BEAVER_DURABILITY", "perhaps", "strict"),
                                   ("BEAVER_PLANS", "perhaps", "bluesminds"), ("BEAVER_TRUSTED_PROXIES", "10.0.0.1,10.0.0.300", "172.16.0.0/12"),
                                   ("DATABASE_URL", "oracle://x", "sqlite"), ("ENV", "perhaps", "prod")):
            with self.subTest(name):
                said = self.refused("serve", **{name: value})
                self.assertIn(name, said)
                self.assertIn(takes, said)

    def test_a_weak_password_for_the_administrator_is_refused(self):
        for password in ("admin", "password", "12345678"):
            with self.subTest(password):
                said = self.refused("serve", BEAVER_ADMIN_PASSWORD=password)
                self.assertIn("BEAVER_ADMIN_PASSWORD", said)

    def test_migrations_go_up_down_and_up_again(self):
        everything = list(range(1, MIGRATIONS + 1))
        self.ok("migrate", "up")
        self.assertEqual(self.applied(), everything)
        self.ok("migrate", "down")
        self.assertEqual(self.applied(), everything[:-1])
        self.ok("migrate", "up")
        self.assertEqual(self.applied(), everything)
        self.ok("migrate", "up")
        self.assertEqual(self.applied(), everything)

    def test_all_the_way_down_and_up(self):
        self.ok("migrate", "up")
        for _ in range(MIGRATIONS):
            self.ok("migrate", "down")
        self.assertEqual(self.applied(), [])
        self.ok("migrate", "up")
        self.assertEqual(self.applied(), list(range(1, MIGRATIONS + 1)))

    def test_status_and_history_name_every_migration(self):
        self.ok("migrate", "up")
        for command in ("status", "history"):
            text = self.ok("migrate", command)
            for path in (ROOT / "sql/sqlite").glob("*.up.sql"):
                self.assertIn(path.name.split(".")[0].split("_", 1)[1], text)

    def test_status_says_what_is_missing(self):
        self.ok("migrate", "up")
        complete = self.ok("migrate", "status")
        self.ok("migrate", "down")
        self.assertNotEqual(self.run_it("migrate", "status").stdout, complete)

    def test_stamp_takes_tables_that_are_there(self):
        self.ok("migrate", "up")
        database = sqlite3.connect(self.beaver.database)
        database.execute("DROP TABLE schema_migrations")
        database.commit()
        database.close()
        self.ok("migrate", "stamp", str(MIGRATIONS))
        self.assertEqual(self.applied(), list(range(1, MIGRATIONS + 1)))
        self.ok("migrate", "up")

    def test_a_newer_schema_is_refused(self):
        self.ok("migrate", "up")
        database = sqlite3.connect(self.beaver.database)
        columns = [row[1] for row in database.execute("PRAGMA table_info(schema_migrations)")]
        newest = dict(zip(columns, database.execute("SELECT * FROM schema_migrations ORDER BY number DESC").fetchone()))
        newest |= {"number": 9999, "name": "from_the_future"}
        database.execute(f"INSERT INTO schema_migrations ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
                         [newest[column] for column in columns])
        database.commit()
        database.close()
        said = self.refused("serve")
        self.assertIn("9999", said)

    def json(self, *arguments):
        return json.loads(self.ok(*arguments, "--json"))

    def test_an_administrator_is_made_promoted_and_gets_a_new_password(self):
        made = self.json("admin", "create", "boss@example.com", "--role", "billing")
        self.assertEqual(made["role"], "billing")
        self.assertEqual(self.json("admin", "role", "boss@example.com", "admin")["role"], "admin")
        renewed = self.json("admin", "reset-password", made["id"])
        self.assertNotEqual(renewed["password"], made["password"])
        lines = self.beaver.rows("SELECT action, actor FROM audit_log WHERE subject = ? ORDER BY id", made["id"])
        self.assertEqual({actor for _, actor in lines}, {"command line"})
        self.assertLessEqual({"account.create", "account.change"}, {action for action, _ in lines})
        with self.beaver as beaver:
            self.assertTrue(beaver.login("boss@example.com", renewed["password"]))
            self.assertEqual(beaver.call("POST", "/auth/login", {"email": "boss@example.com", "password": made["password"]}).status, 401)

    def test_keys_and_money_on_the_command_line_are_those_of_the_gateway(self):
        account = self.json("admin", "create", "customer@example.com", "--role", "none")
        key = self.json("keys", "create", account["id"], "first")
        self.assertEqual(self.json("top-up", "customer@example.com", "12.5", "--description", "Cash")["balance"], 12.5)
        rotated = self.json("keys", "rotate", key["id"], "--grace", "0")
        self.assertEqual([each["id"] for each in self.json("keys", "list", account["id"])], [key["id"]])
        with self.beaver as beaver:
            self.assertEqual(beaver.balance(rotated["key"])["balance"], 12.5)
            self.assertEqual(beaver.call("GET", "/account/balance", key=key["key"]).status, 401)
            line, = beaver.admin("GET", "/admin/audit?action=money.top_up")["data"]
            self.assertEqual((line["actor"], line["after"]), ("command line", {"account_id": account["id"], "amount": 12.5, "reason": "Cash"}))
            beaver.assert_balanced()
            self.refused("top-up", account["id"], "1")
            self.assertEqual(beaver.balance(rotated["key"])["balance"], 12.5)
            for arguments in (("keys", "list"), ("usage",), ("limits", "show", account["id"]), ("audit", "verify"), ("models", "list")):
                self.json(*arguments)  # beside a gateway that serves
            beaver.terminate()
            self.assertFalse(self.json("keys", "revoke", key["id"])["is_active"])
            self.assertTrue(self.json("audit", "verify")["ok"])

    def test_models_and_limits(self):
        self.json("models", "price", "gpt-4o-mini", "0.2", "0.8")
        listed = {model["id"]: model for model in self.json("models", "list")}
        self.assertIn("0.2", json.dumps(listed["gpt-4o-mini"]["list_prices"]))
        self.json("models", "add", "our-model", "openai", "1", "2")
        account = self.json("admin", "create", "limited@example.com", "--role", "none")
        self.assertEqual(self.json("limits", "set", account["id"], "requests_per_minute=7")["of_account"], {"requests_per_minute": 7})
        self.assertEqual(self.json("limits", "show", account["id"])["of_account"], {"requests_per_minute": 7})

    def test_commands_that_are_not_understood(self):
        for arguments in (("admin",), ("keys", "polish"), ("top-up", "x"), ("top-up", "x", "-1"), ("limits", "set", "x"), ("audit", "cook"),
                          ("admin", "create", "boss@example.com", "--role", "king")):
            with self.subTest(arguments):
                self.assertEqual(self.run_it(*arguments).returncode, 2)
        self.assertEqual(self.run_it("keys", "revoke", "key_nobody").returncode, 1)
        self.assertIn("reset-password", self.ok("admin", "--help"))

    def test_doctor_finds_a_ledger_in_order(self):
        with self.beaver as beaver:
            account = beaver.account(balance=5)
            self.assertEqual(beaver.complete(account, "beaver/echo").status, 200)
            beaver.terminate()
            self.ok("doctor")

    def test_doctor_finds_a_forged_balance(self):
        with self.beaver as beaver:
            account = beaver.account(balance=5)
            beaver.terminate()
            database = sqlite3.connect(beaver.database)
            database.execute("UPDATE balances SET balance = balance + 1 WHERE account_id = ?", (account.id,))
            database.commit()
            database.close()
            done = self.run_it("doctor")
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(account.id, done.stdout + done.stderr)

    def test_doctor_finds_a_changed_entry(self):
        with self.beaver as beaver:
            beaver.account(balance=5)
            beaver.terminate()
            database = sqlite3.connect(beaver.database)
            database.execute("DROP TRIGGER ledger_entries_no_update")
            database.execute("UPDATE ledger_entries SET description = 'forged' WHERE seq = 1")
            database.commit()
            database.close()
            self.assertNotEqual(self.run_it("doctor").returncode, 0)

    def test_a_second_gateway_on_the_same_database_is_refused(self):
        with self.beaver:
            said = self.refused("serve")
            self.assertIn("beaver.db", said)

    def test_models_are_imported_and_priced(self):
        prices = {"e2e-model": {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1000, "max_output_tokens": 100,
                                "input_cost_per_token": 2.5e-07, "output_cost_per_token": 1e-06},
                  "sample_spec": {"litellm_provider": "one of …"}}
        path = self.beaver.folder / "prices.json"
        path.write_text(json.dumps(prices))
        self.ok("models", "import", str(path))
        with self.beaver as beaver:
            account = beaver.account()
            models = {model["id"]: model for model in beaver.call("GET", "/v1/models", key=account.key).json()["data"]}
            if "e2e-model" in models:  # served only while its provider has an endpoint
                self.assertEqual(models["e2e-model"]["pricing"]["currency"], "USD")
            state = beaver.rows("SELECT state FROM price_versions WHERE model_id = 'e2e-model'")
            self.assertEqual(state, [("priced",)])
            listed = dict(beaver.rows("SELECT bucket, femto_usd FROM list_prices JOIN price_versions ON id = version_id "
                                      "WHERE model_id = 'e2e-model'"))
            self.assertEqual((listed["input"], listed["output"]), (250_000_000, 1_000_000_000))

    def test_import_of_the_same_prices_changes_nothing(self):
        path = self.beaver.folder / "prices.json"
        path.write_text('{"e2e-model": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1e-06, '
                        '"output_cost_per_token": 2e-06}}')
        self.ok("models", "import", str(path))
        self.ok("models", "import", str(path))
        database = sqlite3.connect(self.beaver.database)
        self.assertEqual(database.execute("SELECT count(*) FROM price_versions WHERE model_id = 'e2e-model'").fetchone(), (1,))
        database.close()

    def test_import_of_what_is_no_price_map_is_refused(self):
        path = self.beaver.folder / "prices.json"
        path.write_text("this is no JSON")
        self.assertIn("JSON", self.refused("models", "import", str(path)))
        self.assertIn("missing.json", self.refused("models", "import", "missing.json"))


class FirstStart(unittest.TestCase):
    def test_without_an_administrator_one_is_made_and_shown_once(self):
        beaver = Beaver()
        self.addCleanup(beaver.close)
        for name in ("BEAVER_ADMIN_EMAIL", "BEAVER_ADMIN_PASSWORD"):
            del beaver.env[name]
        beaver.start()
        said = beaver.process.output()
        email, key = re.search(r"[\w.+-]+@[\w.-]+", said), re.search(r"beaver_[\w-]{20,}", said)
        self.assertTrue(email and key, said)
        self.assertEqual(beaver.call("GET", "/admin/accounts", key=key[0]).status, 200)
        beaver.terminate()
        beaver.start()
        self.assertNotIn(key[0], beaver.process.output())
        self.assertEqual(beaver.call("GET", "/admin/accounts", key=key[0]).status, 200)

    def test_the_program_says_what_it_is_without_arguments(self):
        done = subprocess.run([beaver_process.binary("beaverd")], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=60, check=False)
        self.assertIn("serve", done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
