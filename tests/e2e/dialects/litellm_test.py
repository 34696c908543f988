"""LiteLLM's management paths, with the bodies that its clients send: keys, users, spending. Authority is that of Beaver's own paths."""

import contextlib
import datetime
import decimal
import json
import sqlite3
import unittest

from harness.beaver import Beaver
from harness.waiting import eventually

MODEL = "beaver/echo"
MANAGES = {"permissions": ["read", "write", "admin"]}
PASSWORD = "Seven-quiet-otters-9"


def seconds_from_now(text):
    return (datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) - datetime.datetime.now(datetime.timezone.utc)).total_seconds()


class LiteLlm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = Beaver().start()
        cls.addClassCleanup(cls.beaver.close)
        cls.owner = cls.beaver.login()
        cls.account, cls.stranger = cls.beaver.account(balance=10), cls.beaver.account(balance=1)
        cls.manager = cls.beaver.create_key(cls.account.id, **MANAGES)["key"]
        cls.strangers = cls.beaver.create_key(cls.stranger.id, **MANAGES)["key"]

    def ask(self, method, path, body=None, key=None, status=200):
        answer = self.beaver.call(method, path, body, key or self.owner)
        self.assertEqual(answer.status, status, f"{method} {path} {body}: {answer.body}")
        return answer.json()

    def generate(self, body=None, key=None, status=200):
        return self.ask("POST", "/key/generate", body or {}, key, status)

    def info(self, key, by=None, status=200):
        return self.ask("GET", f"/key/info?key={key}", key=by, status=status)

    def test_a_key_with_all_that_a_client_says(self):
        made = self.generate({"models": [MODEL], "aliases": {}, "spend": 0, "duration": "30d", "key_alias": "otter", "user_id": self.account.id,
                              "config": {}, "max_budget": 2.5, "budget_duration": "1d", "tpm_limit": 100000, "rpm_limit": 1000,
                              "max_parallel_requests": 10, "metadata": {"user": "otter@example.com"}, "team_id": None})
        self.assertTrue(made["key"].startswith("beaver_"))
        self.assertEqual((made["key_alias"], made["models"], made["max_budget"], made["budget_duration"]), ("otter", [MODEL], decimal.Decimal("2.5"), "1d"))
        self.assertEqual((made["tpm_limit"], made["rpm_limit"], made["max_parallel_requests"]), (100000, 1000, 10))
        self.assertEqual((made["user_id"], made["token"], made["token_id"], made["blocked"]), (self.account.id, made["token"], made["token"], False))
        self.assertAlmostEqual(seconds_from_now(made["expires"]), 30 * 86400, delta=600)
        self.assertLessEqual(seconds_from_now(made["budget_reset_at"]), 86400)
        info = self.info(made["key"])
        self.assertEqual(info["key"], made["token"])
        self.assertEqual({name: made[name] for name in info["info"]}, info["info"])
        self.assertNotIn(made["key"], json.dumps(info, default=str))
        # The same key as Beaver's own paths show it.
        own = self.beaver.admin("GET", f"/admin/api-keys/{made['token']}")
        self.assertEqual((own["account_id"], own["name"], own["allowed_models"], own["daily_budget"]), (self.account.id, "otter", [MODEL], decimal.Decimal("2.5")))
        self.assertEqual(own["limits"], {"requests_per_minute": 1000, "tokens_per_minute": 100000, "spend_per_day": decimal.Decimal("2.5"), "concurrent": 10})
        lines = self.beaver.admin("GET", f"/admin/api-keys/{made['token']}/audit")["data"]
        self.assertIn("key.create", [line["action"] for line in lines])
        self.assertEqual((made["metadata"], own["metadata"]), ({"user": "otter@example.com"},) * 2)

    def test_metadata_is_kept(self):
        note = {"team": "otters", "tags": ["a", "b"], "nested": {"n": 1.5, "none": None}, "ü": "€"}
        made = self.generate({"metadata": note}, self.manager)
        self.assertEqual(made["metadata"], note)
        self.assertEqual(self.info(made["key"])["info"]["metadata"], note)
        listed = self.ask("GET", f"/key/list?return_full_object=true&key_hash={made['token']}")["keys"]
        self.assertEqual([key["metadata"] for key in listed], [note])
        # What isn't said stays; what is said takes the place of all of it; null takes it away.
        for said, kept in (({"key_alias": "named"}, note), ({"metadata": {"only": 1}}, {"only": 1}), ({"metadata": None}, {}), ({"metadata": {"x": [{}]}}, {"x": [{}]})):
            self.assertEqual(self.ask("POST", "/key/update", {"key": made["token"]} | said)["metadata"], kept)
            self.assertEqual(self.info(made["token"])["info"]["metadata"], kept)
        for wrong in ("text", [1], 7, True, {"long": "x" * 4096}):
            error = self.ask("POST", "/key/generate", {"metadata": wrong}, self.manager, 400)["error"]
            self.assertEqual(error["param"], "metadata")
        self.assertEqual(self.generate({}, self.manager)["metadata"], {})
        # Beaver's own paths take it too, and the audit log says who changed it.
        own = self.beaver.admin("PATCH", f"/admin/api-keys/{made['token']}", {"metadata": {"by": "admin"}})
        self.assertEqual(own["metadata"], {"by": "admin"})
        lines = self.beaver.admin("GET", f"/admin/api-keys/{made['token']}/audit")["data"]
        self.assertEqual(lines[0]["after"]["metadata"], {"by": "admin"})

    def test_a_bare_request_makes_a_key_of_ones_own(self):
        for body in ({}, {"models": []}, {"models": ["all-proxy-models"], "duration": None, "max_budget": None}):
            made = self.generate(body, self.manager)
            self.assertEqual((made["user_id"], made["expires"], made["max_budget"], made["models"]), (self.account.id, None, None, []))
        self.assertEqual(self.beaver.complete(self.with_key(made["key"]), MODEL).status, 200)

    def with_key(self, key):
        account = self.beaver.account(balance=0)
        account.key = key
        return account

    def test_spending_stops_at_the_budget_and_shows(self):
        made = self.generate({"max_budget": 0.0000001}, self.manager)
        caller = self.with_key(made["key"])
        refused = self.beaver.complete(caller, MODEL, "Hello " * 200, max_tokens=400)
        self.assertIn(refused.status, (402, 429), refused)
        self.ask("POST", "/key/update", {"key": made["token"], "max_budget": 5, "budget_duration": "30d"})
        answer = self.beaver.complete(caller, MODEL, "Hello otter")
        self.assertEqual(answer.status, 200, answer)
        cost = decimal.Decimal(answer.headers["x-beaver-cost"])
        self.assertGreater(cost, 0)
        self.assertEqual(self.info(made["token"])["info"]["spend"], cost)
        self.assertEqual(self.ask("GET", "/key/info", key=made["key"])["info"]["spend"], cost, "a key may look at itself")

    def test_durations(self):
        for text, seconds in (("30s", 30), ("30m", 1800), ("12h", 43200), ("2w", 14 * 86400)):
            self.assertAlmostEqual(seconds_from_now(self.generate({"duration": text}, self.manager)["expires"]), seconds, delta=60)
        self.assertGreater(seconds_from_now(self.generate({"duration": "1mo"}, self.manager)["expires"]), 27 * 86400)
        self.assertIsNone(self.generate({"duration": "-1"}, self.manager)["expires"])
        for wrong in ("30", "d", "0d", "1y", "30 d", "-5d", "99999999999999999999d", 30):
            error = self.generate({"duration": wrong}, self.manager, 400)["error"]
            self.assertEqual(error["param"], "duration", wrong)

    def test_what_has_no_counterpart_is_refused_by_name(self):
        for field, value in (("key", "sk-my-own"), ("aliases", {"gpt-4": MODEL}), ("guardrails", ["pii"]), ("model_max_budget", {MODEL: 1}),
                             ("allowed_routes", ["/chat/completions"]), ("spend", 3), ("auto_rotate", True), ("budget_duration", "5h"),
                             ("max_budget", -1), ("rpm_limit", -1), ("models", ["all-team-models"]), ("key_type", "management"), ("no_such", 1)):
            error = self.generate({field: value}, self.manager, 400)["error"]
            self.assertEqual(error["param"], field)
            self.assertIn(field, error["message"])

    def test_update_changes_what_is_said(self):
        made = self.generate({"key_alias": "before", "max_budget": 1, "budget_duration": "7d", "rpm_limit": 5, "models": [MODEL], "duration": "1d"}, self.manager)
        changed = self.ask("POST", "/key/update", {"key": made["key"], "key_alias": "after", "max_budget": 3, "tpm_limit": 7}, self.manager)
        self.assertEqual((changed["key"], changed["key_alias"], changed["max_budget"], changed["budget_duration"]), (made["token"], "after", 3, "7d"))
        self.assertEqual((changed["tpm_limit"], changed["rpm_limit"], changed["models"], changed["expires"]), (7, 5, [MODEL], made["expires"]))
        changed = self.ask("POST", "/key/update", {"key": made["token"], "budget_duration": "30d", "rpm_limit": None, "models": [], "duration": "-1"}, self.manager)
        self.assertEqual((changed["max_budget"], changed["budget_duration"], changed["rpm_limit"], changed["models"], changed["expires"]), (3, "30d", None, [], None))
        changed = self.ask("POST", "/key/update", {"key": made["token"], "max_budget": None}, self.manager)
        self.assertEqual((changed["max_budget"], changed["budget_duration"], changed["tpm_limit"]), (None, None, 7))
        self.assertEqual(self.info(made["token"], self.manager)["info"]["max_budget"], None)
        for field in ("user_id", "team_id"):
            error = self.ask("POST", "/key/update", {"key": made["token"], field: self.stranger.id}, self.manager, 400)["error"]
            self.assertEqual(error["param"], field)

    def test_block_and_unblock(self):
        made = self.generate({}, self.manager)
        self.assertTrue(self.ask("POST", "/key/block", {"key": made["key"]}, self.manager)["blocked"])
        self.assertEqual(self.beaver.complete(self.with_key(made["key"]), MODEL).status, 401)
        self.assertFalse(self.ask("POST", "/key/unblock", {"key": made["token"]}, self.manager)["blocked"])
        self.assertEqual(self.beaver.complete(self.with_key(made["key"]), MODEL).status, 200)
        self.assertTrue(self.generate({"blocked": True}, self.manager)["blocked"])

    def test_delete_by_key_and_by_alias(self):
        first, second = (self.generate({"key_alias": name}, self.manager) for name in ("to-go", "to-go-too"))
        self.assertEqual(self.ask("POST", "/key/delete", {"keys": [first["key"]]}, self.manager), {"deleted_keys": [first["key"]]})
        self.assertEqual(self.ask("POST", "/key/delete", {"key_aliases": ["to-go-too"]}, self.manager), {"deleted_keys": ["to-go-too"]})
        for gone in (first, second):
            self.assertEqual(self.beaver.call("GET", "/key/info", key=gone["key"]).status, 401)
            self.info(gone["token"], self.manager, 404)
            self.ask("POST", "/key/delete", {"keys": [gone["token"]]}, self.manager, 404)
        twins = [self.generate({"key_alias": "twin"}, self.manager)["token"] for _ in range(2)]
        self.assertEqual(self.ask("POST", "/key/delete", {"key_aliases": ["twin"]}, self.manager, 409)["error"]["param"], "key_aliases")
        kept = self.generate({}, self.manager)["token"]
        self.ask("POST", "/key/delete", {"keys": [kept, "key_nobody_has_this"]}, self.manager, 404)
        self.assertEqual(self.info(kept, self.manager)["info"]["token"], kept, "all of them or none")
        self.ask("POST", "/key/delete", {"keys": twins}, self.manager)
        self.ask("POST", "/key/delete", {}, self.manager, 400)

    def test_lists_in_numbered_pages(self):
        account = self.beaver.account(balance=0)
        manager = self.beaver.create_key(account.id, **MANAGES)["key"]
        made = [self.generate({"key_alias": f"listed {number}"}, manager)["token"] for number in range(5)]
        first = self.ask("GET", "/key/list?size=3&page=1", key=manager)
        self.assertEqual((first["total_count"], first["total_pages"], first["current_page"]), (7, 3, 1))
        pages = [key for page in (1, 2, 3) for key in self.ask("GET", f"/key/list?size=3&page={page}", key=manager)["keys"]]
        self.assertEqual(first["keys"], pages[:3])
        self.assertEqual((len(pages), pages), (7, sorted(set(pages), reverse=True)), "newest first; those of one millisecond in any order")
        self.assertLess(set(made), set(pages))
        self.assertEqual(self.ask("GET", "/key/list?size=3&page=4", key=manager)["keys"], [])
        full = self.ask("GET", "/key/list?return_full_object=true&key_alias=listed%202", key=manager)
        self.assertEqual([(key["token"], key["key_alias"]) for key in full["keys"]], [(made[2], "listed 2")])
        self.assertEqual(self.ask("GET", f"/key/list?key_hash={made[3]}", key=manager)["keys"], [made[3]])
        self.assertEqual(self.ask("GET", f"/key/list?user_id={account.id}&size=100")["total_count"], 7, "an operator sees them too")
        self.assertGreater(self.ask("GET", "/key/list")["total_count"], 7)
        self.ask("GET", "/key/list?size=101", key=manager, status=400)
        self.ask("GET", "/key/list?organization_id=x", key=manager, status=400)

    def test_nobody_reaches_a_strangers_keys(self):
        mine = self.generate({"key_alias": "mine"}, self.manager)
        for name in (mine["token"], mine["key"]):
            self.info(name, self.strangers, 404)
            for path in ("/key/update", "/key/block", "/key/unblock"):
                self.ask("POST", path, {"key": name}, self.strangers, 404)
            self.ask("POST", "/key/delete", {"keys": [name]}, self.strangers, 404)
            self.ask("GET", f"/spend/logs?api_key={name}", key=self.strangers, status=404)
        self.ask("POST", "/key/delete", {"key_aliases": ["mine"]}, self.strangers, 404)
        self.assertEqual(self.ask("GET", f"/key/list?key_hash={mine['token']}", key=self.strangers)["keys"], [])
        self.assertEqual(self.ask("GET", "/key/list?key_alias=mine", key=self.strangers)["total_count"], 0)
        for path in (f"/key/list?user_id={self.account.id}", f"/user/info?user_id={self.account.id}", f"/spend/logs?user_id={self.account.id}"):
            self.ask("GET", path, key=self.strangers, status=404)
        self.generate({"user_id": self.account.id}, self.strangers, 404)
        self.assertEqual(self.beaver.call("GET", "/key/info", key=mine["key"]).status, 200)

    def test_a_key_gives_no_more_than_it_has(self):
        plain = self.account.key
        for path, body in (("/key/generate", {}), ("/key/update", {"key": self.manager}), ("/key/delete", {"keys": [self.manager]})):
            self.assertEqual(self.ask("POST", path, body, plain, 403)["error"]["code"], "keys_scope_required", path)
        self.ask("GET", "/key/list", key=plain, status=403)
        narrow = self.beaver.create_key(self.account.id, allowed_models=[MODEL], **MANAGES)["key"]
        self.assertEqual(self.generate({"models": ["beaver/other"]}, narrow, 403)["error"]["code"], "key_exceeds_maker")
        self.assertEqual(self.generate({}, narrow)["models"], [MODEL])
        limited = self.generate({"max_budget": 1}, self.manager)
        self.ask("POST", "/key/update", {"key": limited["key"], "max_budget": 100}, limited["key"], 403)

    def test_a_projects_key_stays_in_it(self):
        password = {"email": "litellm-owner@beaver.test", "password": PASSWORD}
        made = self.beaver.create_account(balance=1, **password)
        person = self.beaver.login(**password)
        project = self.ask("POST", "/projects", {"name": "shared"}, person, 201)["id"]
        inside = self.generate({"team_id": project}, person)
        self.assertEqual(inside["team_id"], project)
        manages = self.ask("POST", "/api-keys", {"project_id": project, **MANAGES}, person, 201)["key"]
        outside = self.generate({}, person)
        self.assertEqual((outside["team_id"], outside["user_id"]), (None, made["id"]))
        self.assertEqual(self.generate({}, manages)["team_id"], project)
        self.info(outside["token"], manages, 404)
        self.ask("POST", "/key/block", {"key": outside["token"]}, manages, 404)
        listed = self.ask("GET", "/key/list?return_full_object=true", key=manages)["keys"]
        self.assertEqual({key["team_id"] for key in listed}, {project})
        self.assertEqual({key["team_id"] for key in self.ask("GET", "/user/info", key=manages)["keys"]}, {project})
        self.ask("POST", "/key/generate", {"team_id": "prj_nobody"}, person, 404)

    def test_ranks(self):
        viewer, admin = (self.beaver.login(self.beaver.create_account(balance=0, password=PASSWORD, role=role)["email"], PASSWORD) for role in ("viewer", "admin"))
        mine = self.generate({}, self.manager)
        self.assertEqual(self.info(mine["token"], viewer)["info"]["user_id"], self.account.id)
        self.ask("POST", "/key/block", {"key": mine["token"]}, viewer, 404)
        self.generate({"user_id": self.account.id}, viewer, 404)
        self.assertTrue(self.ask("POST", "/key/block", {"key": mine["token"]}, admin)["blocked"])
        above = self.beaver.create_key(self.beaver.create_account(balance=0, role="owner")["id"], role="owner")["id"]
        self.ask("POST", "/key/block", {"key": above}, admin, 403)
        self.ask("POST", "/user/new", {"user_email": "boss@beaver.test", "user_role": "proxy_admin"}, admin, 403)
        self.ask("POST", "/user/new", {"user_email": "x@beaver.test"}, viewer, 403)
        self.ask("POST", "/user/new", {"user_email": "x@beaver.test"}, self.manager, 403)

    def test_a_new_user(self):
        made = self.ask("POST", "/user/new", {"user_email": "new@beaver.test", "user_alias": "New Person", "user_role": "internal_user", "max_budget": 20,
                                              "budget_duration": "30d", "rpm_limit": 60, "key_alias": "first", "duration": "7d", "metadata": {"team": "core"}})
        self.assertEqual((made["user_email"], made["user_alias"], made["user_role"], made["max_budget"], made["spend"]), ("new@beaver.test", "New Person", "internal_user", 20, 0))
        self.assertEqual((self.info(made["key"])["info"]["user_id"], made["key_alias"]), (made["user_id"], "first"))
        self.assertAlmostEqual(seconds_from_now(made["expires"]), 7 * 86400, delta=600)
        for user in (made["user_id"], "new@beaver.test"):
            seen = self.ask("GET", f"/user/info?user_id={user}")
            self.assertEqual((seen["user_id"], seen["user_info"]["max_budget"], seen["user_info"]["budget_duration"], seen["user_info"]["rpm_limit"]), (made["user_id"], 20, "30d", 60))
            self.assertEqual([key["token"] for key in seen["keys"]], [made["token"]])
        self.assertEqual(self.ask("GET", "/user/info", key=made["key"])["user_id"], made["user_id"])
        own = self.beaver.admin("GET", f"/admin/accounts/{made['user_id']}")
        self.assertEqual((own["email"], own["full_name"], own["balance"]), ("new@beaver.test", "New Person", 0))
        self.ask("POST", "/user/new", {"user_email": "new@beaver.test"}, status=409)
        self.assertIsNone(self.ask("POST", "/user/new", {"user_id": "by-id@beaver.test", "auto_create_key": False})["key"])
        for field, value in (("user_id", "otter-17"), ("models", [MODEL]), ("teams", ["team"]), ("user_role", "internal_user_viewer"), ("send_invite_email", True)):
            self.assertEqual(self.ask("POST", "/user/new", {"user_email": "else@beaver.test", field: value}, status=400)["error"]["param"], field)
        self.assertEqual(self.ask("POST", "/user/new", {}, status=400)["error"]["param"], "user_email")

    def test_spend_of_more_users_than_are_named(self):
        """Sums of a past day, written where the gateway keeps them: 1,010 users at 1,000 nano-USD each."""
        noon, day, users = 1_704_196_800_000, 1_704_153_600_000, 1_010
        columns = "model_id, outcome, category, provider, calls, input_tokens, output_tokens, cached_tokens, list_cost, cost, byok_cost, last_at"
        row = ("m", "complete", "", "", 1, 1, 1, 0)

        def write(*statements):
            with contextlib.closing(sqlite3.connect(self.beaver.database, timeout=10)) as database, database:
                for statement, values in statements:
                    database.executemany(statement, values)

        marks = ", ".join("?" * 12)
        write((f"INSERT INTO usage_rollups (hour, account_id, key_id, {columns}) VALUES (?, ?, '', {marks})",
               [(noon, f"acc_ZZ{number:024d}", *row, 1000, 1000, 0, noon) for number in range(users)]),
              (f"INSERT INTO usage_totals (span, start, reason, endpoint_id, {columns}) VALUES (?, ?, '', '', {marks})",
               [(span, start, *row, 1000 * users, 1000 * users, 0, noon) for span, start in (("hour", noon), ("day", day))]))
        self.addCleanup(write, ("DELETE FROM usage_rollups WHERE hour = ?", [(noon,)]), ("DELETE FROM usage_totals WHERE start IN (?, ?)", [(noon, day)]))
        summary, = self.ask("GET", "/spend/logs?start_date=2024-01-02&end_date=2024-01-02")
        named = summary["users"].copy()
        other = named.pop("other")
        self.assertEqual((summary["spend"], summary["models"]), (decimal.Decimal("0.00101"), {"m": decimal.Decimal("0.00101")}))
        self.assertGreaterEqual(len(named), 1000)
        self.assertLess(len(named), users)
        self.assertEqual(other + sum(named.values()), summary["spend"])

    def test_spend_logs(self):
        account = self.beaver.account(balance=5)
        answers = [self.beaver.complete(account, MODEL, "Hello otter", max_tokens=8) for _ in range(3)]
        cost = sum(decimal.Decimal(answer.headers["x-beaver-cost"]) for answer in answers)
        logs = eventually(lambda: self.whole(self.ask("GET", "/spend/logs", key=account.key), 3), "three calls in the log")
        self.assertEqual([log["request_id"] for log in logs], [answer.request_id for answer in answers][::-1])
        usage = answers[-1].json()["usage"]
        self.assertEqual((logs[0]["model"], logs[0]["user"], logs[0]["status"], logs[0]["total_tokens"]), (MODEL, account.id, "success", usage["total_tokens"]))
        self.assertEqual(sum(log["spend"] for log in logs), cost)
        one = self.ask("GET", f"/spend/logs?request_id={answers[0].request_id}", key=account.key)
        self.assertEqual([log["request_id"] for log in one], [answers[0].request_id])
        self.assertEqual(self.ask("GET", f"/spend/logs?request_id={answers[0].request_id}", key=self.strangers), [])
        self.assertEqual(len(self.ask("GET", f"/spend/logs?api_key={account.key}")), 3)
        self.assertEqual(len(self.ask("GET", f"/spend/logs?user_id={account.id}")), 3)
        page = self.beaver.call("GET", "/spend/logs?limit=2", key=account.key)
        rest = self.ask("GET", f"/spend/logs?limit=2&after={page.headers['x-beaver-next']}", key=account.key)
        self.assertEqual([log["request_id"] for log in page.json() + rest], [log["request_id"] for log in logs])
        today = datetime.datetime.now(datetime.timezone.utc).date()
        days = f"start_date={today - datetime.timedelta(1)}&end_date={today + datetime.timedelta(1)}"
        for by, path in ((account.key, ""), (None, f"&user_id={account.id}")):
            summed = self.ask("GET", f"/spend/logs?{days}{path}", key=by)
            self.assertEqual(sum(day["spend"] for day in summed), cost)
            self.assertEqual(sum(day["models"].get(MODEL, 0) for day in summed), cost)
            self.assertEqual(sum(day["users"].get(account.id, 0) for day in summed), cost)
        self.assertEqual(len(self.ask("GET", f"/spend/logs?{days}&summarize=false", key=account.key)), 3)
        self.assertEqual(self.ask("GET", "/spend/logs?start_date=2020-01-01&end_date=2020-01-31", key=account.key), [])
        self.ask("GET", "/spend/logs?start_date=yesterday", key=account.key, status=400)

    @staticmethod
    def whole(logs, count):
        return logs if len(logs) == count else None


if __name__ == "__main__":
    unittest.main()
