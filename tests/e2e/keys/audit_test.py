"""The audit log: who did what, found, exported, proven; and the mails that a key's end sends before."""

import csv
import datetime
import io
import json
import sqlite3
import unittest

import keys
from keys import Person
from harness.waiting import eventually


class Audit(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = keys.gateway()
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        cls.person = Person(cls.beaver)
        cls.made = [cls.person.key(name=f"audited {number}") for number in range(5)]

    def lines(self, query=""):
        return self.beaver.admin("GET", f"/admin/audit?{query}")["data"]

    def test_who_from_where_with_which_request(self):
        answer = self.beaver.call("PATCH", f"/admin/accounts/{self.person.id}", {"full_name": "Changed"}, self.beaver.login(),
                                  {"x-request-id": "the-request"})
        self.assertEqual(answer.status, 200)
        line = self.lines(f"subject={self.person.id}&search=the-request")[0]
        self.assertEqual((line["address"], line["request_id"]), ("127.0.0.1", "the-request"))
        self.assertTrue(line["via"].startswith("ses_"))
        self.assertEqual(line["after"]["full_name"], "Changed")
        made = self.lines(f"subject={self.person.id}&action=account.create")
        self.assertEqual((len(made), made[0]["before"]), (1, None))

    def test_search(self):
        own = self.lines(f"actor={self.person.id}&limit=500")
        self.assertEqual([line["subject"] for line in own if line["action"] == "key.create"], [key["id"] for key in reversed(self.made)])
        self.assertEqual(len(self.lines(f"subject={self.made[0]['id']}")), 1)
        self.assertEqual({line["action"] for line in self.lines("action=key.create")}, {"key.create"})
        self.assertTrue({line["action"].split(".")[0] for line in self.lines("action=key.")} == {"key"})
        self.assertEqual(len(self.lines("search=audited%203")), 1)
        self.assertEqual(self.lines("from=2099-01-01T00:00:00Z"), [])
        self.assertEqual(self.lines("to=2001-01-01T00:00:00Z"), [])
        for wrong in ("from=yesterday", "after=x", "limit=0"):
            self.beaver.admin("GET", f"/admin/audit?{wrong}", expect=(400,))

    def test_pages_follow_one_another(self):
        page = self.beaver.admin("GET", "/admin/audit?limit=2")
        following = self.beaver.admin("GET", f"/admin/audit?limit=2&after={page['next']}")
        ids = [line["id"] for line in page["data"] + following["data"]]
        self.assertEqual(ids, sorted(ids, reverse=True))
        self.assertEqual(len(set(ids)), 4)

    def test_export(self):
        token = self.beaver.login()
        query = f"actor={self.person.id}&action=key.create"
        shown = self.lines(query + "&limit=500")
        table = self.beaver.call("GET", f"/admin/audit/export?{query}", key=token)
        self.assertTrue(table.headers["content-type"].startswith("text/csv"))
        rows = list(csv.DictReader(io.StringIO(table.body.decode())))
        self.assertEqual([int(row["id"]) for row in rows], [line["id"] for line in shown])
        self.assertEqual(json.loads(rows[0]["after"])["name"], shown[0]["after"]["name"])
        lines = self.beaver.call("GET", f"/admin/audit/export?{query}&format=jsonl", key=token)
        self.assertEqual([json.loads(line) for line in lines.body.splitlines()], shown)
        self.assertEqual(self.beaver.call("GET", "/admin/audit/export?format=xml", key=token).status, 400)

    def test_only_administrators_see_it(self):
        for path in ("/admin/audit", "/admin/audit/export", "/admin/audit/proof"):
            self.assertEqual(self.beaver.call("GET", path).status, 401)
            self.assertEqual(self.person.call("GET", path).status, 403)

    def test_a_changed_line_is_found_by_all_who_look(self):
        with keys.gateway() as gateway:
            beaver = gateway.beaver
            person = Person(beaver)
            person.key(name="the true name")
            proof = beaver.admin("GET", "/admin/audit/proof")
            self.assertEqual((proof["ok"], proof["first_bad"]), (True, None))
            self.assertGreater(proof["lines_checked"], 1)
            self.assertEqual(beaver.run("audit", "verify").returncode, 0)
            beaver.terminate()
            database = sqlite3.connect(beaver.database)
            changed = database.execute("SELECT id FROM audit_log WHERE action = 'key.create'").fetchone()[0]
            database.execute("DROP TRIGGER audit_log_no_update")
            database.execute("UPDATE audit_log SET after_json = replace(after_json, 'true name', 'false one') WHERE id = ?", (changed,))
            database.commit()
            database.close()
            verified = beaver.run("audit", "verify")
            self.assertEqual(verified.returncode, 1)
            self.assertIn(str(changed), verified.stdout)
            self.assertIn(f"line {changed} ", beaver.run("doctor").stdout)
            beaver.start()
            self.assertEqual(beaver.admin("GET", "/admin/audit/proof")["first_bad"], changed)


class Notices(unittest.TestCase):
    def test_an_account_is_told_before_a_key_ends_once_for_each_time(self):
        with keys.gateway() as gateway:
            beaver = gateway.beaver
            person = Person(beaver)
            made = person.key(name="ends soon", expires_in_days=30)
            person.key(name="made for a day", expires_in_days=1)

            def told():
                entries = beaver.admin("GET", "/admin/mail")["data"]
                return sorted(entry["subject"] for entry in entries if entry["kind"] == "key_expiry" and entry["to"] == person.email)

            def tells(*subjects):
                """It looks for such keys at each start, some moments after it is ready."""
                beaver.restart()
                eventually(lambda: told() == sorted(subjects), f"mail with {subjects}")

            def ends_in(**time):
                at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**time)
                created = (datetime.datetime.now() - datetime.timedelta(days=40)).timestamp() * 1000
                database = sqlite3.connect(beaver.database, timeout=60)
                database.execute("UPDATE api_keys SET created_at = ? WHERE id = ?", (int(created), made["id"]))
                database.commit()
                database.close()
                # Last: the look of the start before may come only now, and passes over a key that was made for so short a time.
                beaver.admin("PATCH", f"/admin/api-keys/{made['id']}", {"expires_at": at.isoformat()})

            week, day = "Your API key ends in 7 days", "Your API key ends in a day"
            tells()
            ends_in(days=6)
            tells(week)
            ends_in(hours=20)
            tells(week, day)  # and not of the week again
            tells(week, day)


if __name__ == "__main__":
    unittest.main()
