"""Making, changing, rotating and revoking keys: by people, by keys, by administrators; and what of others isn't there."""

import unittest

import keys
from keys import Person, chat


class Manage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = keys.gateway()
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        cls.person = Person(cls.beaver)
        cls.other = Person(cls.beaver)

    def refused(self, answer, status, code=None):
        self.assertEqual(answer.status, status, answer.body)
        if code:
            self.assertEqual(answer.json()["error"]["code"], code)

    def test_a_key_is_shown_once_and_then_masked(self):
        made = self.person.key(name="mine")
        self.assertTrue(made["key"].startswith("beaver_"))
        self.assertEqual(len(made["key"]), 50)
        shown = self.person.ok("GET", f"/api-keys/{made['id']}")
        self.assertNotIn("key", shown)
        self.assertEqual(shown["preview"], made["key"][:11] + "…" + made["key"][-4:])
        listed = self.person.call("GET", "/api-keys")
        self.assertNotIn(made["key"].encode(), listed.body)
        self.assertIn(made["id"], [key["id"] for key in listed.json()["data"]])
        self.assertEqual(listed.json()["data"], listed.json()["api_keys"])
        self.assertEqual(chat(self.beaver, made["key"]).status, 200)

    def test_keys_tell_their_environment(self):
        for environment in ("live", "test", "staging", "dev"):
            made = self.person.ok("POST", "/api-keys/generate", {"name": environment, "environment": environment})
            self.assertTrue(made["key"].startswith(f"gw_{environment}_"), made["preview"])
            self.assertEqual(made["environment"], environment)
            self.assertEqual(chat(self.beaver, made["key"]).status, 200)
        self.refused(self.person.call("POST", "/api-keys", {"name": "x", "environment": "prod"}), 400)

    def test_bluesminds_paths_make_their_own_kind(self):
        made = self.person.ok("POST", "/api/keys", {"name": "My API Key", "scopes": ["chat.completions", "embeddings"]})
        self.assertTrue(made["key"].startswith("bm_"))
        path = f"/api/keys/{made['id']}"
        self.assertEqual(self.person.ok("GET", path)["scopes"], ["chat.completions", "embeddings"])
        self.assertEqual(self.person.ok("PATCH", path, {"name": "renamed"})["name"], "renamed")
        rotated = self.person.ok("POST", path + "/rotate")
        self.assertTrue(rotated["key"].startswith("bm_"))
        self.assertIn(made["id"], [key["id"] for key in self.person.ok("GET", "/api/keys")["data"]])
        self.person.ok("DELETE", path)
        self.refused(chat(self.beaver, rotated["key"]), 401)

    def test_what_belongs_to_others_is_not_there(self):
        made = self.person.key()
        path = f"/api-keys/{made['id']}"
        for method, path, body in (("GET", path, None), ("PATCH", path, {"name": "mine now"}), ("DELETE", path, None),
                                   ("POST", path + "/rotate", None), ("POST", path + "/signing-secret", None),
                                   ("GET", path + "/audit", None), ("GET", path + "/usage", None)):
            self.refused(self.other.call(method, path, body), 404)
        self.assertEqual(chat(self.beaver, made["key"]).status, 200)

    def test_a_revoked_key_stops_at_once_on_every_loop(self):
        made = self.person.key()
        for _ in range(20):  # a connection each: the kernel deals them to the loops
            self.assertEqual(self.beaver.call("GET", "/account/balance", key=made["key"]).status, 200)
        self.person.ok("DELETE", f"/api-keys/{made['id']}")
        self.assertEqual({self.beaver.call("GET", "/account/balance", key=made["key"]).status for _ in range(20)}, {401})
        self.assertNotIn(made["id"], [key["id"] for key in self.person.ok("GET", "/api-keys")["data"]])
        self.assertEqual(self.person.ok("GET", f"/api-keys/{made['id']}")["status"], "revoked")
        self.refused(self.person.call("PATCH", f"/api-keys/{made['id']}", {"is_active": True}), 409, "key_revoked")

    def test_a_paused_key_can_be_woken(self):
        made = self.person.key()
        path = f"/api-keys/{made['id']}"
        self.assertEqual(self.person.ok("PATCH", path, {"is_active": False})["status"], "paused")
        self.refused(chat(self.beaver, made["key"]), 401)
        self.assertEqual(self.person.ok("PATCH", path, {"is_active": True})["status"], "active")
        self.assertEqual(chat(self.beaver, made["key"]).status, 200)

    def test_an_old_secret_works_as_long_as_the_grace(self):
        made = self.person.key()
        path = f"/api-keys/{made['id']}"
        rotated = self.person.ok("POST", path + "/rotate", {"grace_seconds": 3600})
        self.assertEqual(rotated["id"], made["id"])
        self.assertNotEqual(rotated["key"], made["key"])
        self.assertEqual([chat(self.beaver, key["key"]).status for key in (made, rotated)], [200, 200])
        listed = next(key for key in self.person.ok("GET", "/api-keys")["data"] if key["id"] == made["id"])
        self.assertEqual(listed["preview"], rotated["preview"])
        self.assertEqual([old["preview"] for old in listed["old_secrets"]], [made["preview"]])
        again = self.person.ok("POST", path + "/rotate", {"grace_seconds": 0})
        self.assertEqual([chat(self.beaver, key["key"]).status for key in (made, rotated, again)], [200, 401, 200])
        self.person.ok("DELETE", path)
        self.assertEqual([chat(self.beaver, key["key"]).status for key in (made, rotated, again)], [401, 401, 401])

    def test_the_grace_outlives_a_restart(self):
        with keys.gateway() as gateway:
            person = Person(gateway.beaver)
            made = person.key()
            short = person.ok("POST", f"/api-keys/{made['id']}/rotate", {"grace_seconds": 3600})
            gateway.beaver.kill()
            gateway.beaver.start()
            self.assertEqual([chat(gateway.beaver, key["key"]).status for key in (made, short)], [200, 200])

    def test_a_key_makes_keys_only_where_it_says_so(self):
        plain = self.person.key()["key"]
        for method, path in (("GET", "/api-keys"), ("POST", "/api-keys"), ("POST", "/api/keys")):
            answer = self.beaver.call(method, path, {"name": "x"} if method == "POST" else None, key=plain)
            self.assertEqual(answer.status, 403, path)
        for rights in ({"permissions": ["read", "write", "admin"]}, {"scopes": ["keys", "chat.completions"]}):
            maker = self.person.key(**rights)["key"]
            made = self.beaver.call("POST", "/api-keys", {"name": "made by a key"}, key=maker)
            self.assertEqual(made.status, 201, made.body)
            self.assertEqual(chat(self.beaver, made.json()["key"]).status, 200)
        itself = self.person.key()
        self.assertEqual(self.beaver.call("GET", f"/api-keys/{itself['id']}", key=itself["key"]).status, 200)

    def test_a_key_never_gives_more_than_it_has(self):
        bounds = {"permissions": ["read", "write", "admin"], "scopes": ["keys", "chat.completions"], "allowed_models": ["e2e-k*"],
                  "allowed_ips": ["127.0.0.0/8"], "expires_at": "2099-01-01T00:00:00Z"}
        maker = self.person.key(**bounds)

        def make(**fields):
            return self.beaver.call("POST", "/api-keys", {"name": "x"} | fields, key=maker["key"])

        inherited = make()
        self.assertEqual(inherited.status, 201, inherited.body)
        for field in ("scopes", "allowed_models", "allowed_ips"):
            self.assertEqual(inherited.json()[field], bounds[field])
        self.assertEqual(inherited.json()["expires_at"][:10], "2099-01-01")
        self.assertEqual(make(allowed_models=["e2e-keys"], allowed_ips=["127.0.0.1"], scopes=["chat.completions"]).status, 201)
        for fields in ({"scopes": ["embeddings"]}, {"allowed_models": ["e2e-*"]}, {"allowed_ips": ["0.0.0.0/0"]},
                       {"expires_at": "2199-01-01T00:00:00Z"}, {"role": "viewer"}):
            answer = make(**fields)
            self.assertEqual(answer.status, 403, (fields, answer.body))
        strong = self.person.key()
        for method, path, body in (("POST", "/rotate", None), ("PATCH", "", {"name": "x"}), ("DELETE", "", None)):
            answer = self.beaver.call(method, f"/api-keys/{strong['id']}{path}", body, key=maker["key"])
            self.refused(answer, 403, "key_exceeds_maker")
        self.refused(self.beaver.call("PATCH", f"/api-keys/{maker['id']}", {"allowed_models": []}, key=maker["key"]), 403,
                     "key_exceeds_maker")
        capped = self.person.key(permissions=["read", "write", "admin"], request_cap=5)["key"]
        self.refused(self.beaver.call("POST", "/api-keys", {"name": "x"}, key=capped), 403)
        budgeted = self.person.key(permissions=["read", "write", "admin"], daily_budget=1)["key"]
        self.refused(self.beaver.call("POST", "/api-keys", {"name": "x"}, key=budgeted), 403, "key_limited")

    def test_wrong_fields_are_named(self):
        for field, value in (("allowed_ips", ["300.0.0.1"]), ("permissions", ["root"]), ("request_cap", 0),
                             ("expires_at", "2001-01-01T00:00:00Z"), ("allowed_referrers", ["*"])):
            answer = self.person.call("POST", "/api-keys", {"name": "x", field: value})
            self.assertEqual((answer.status, answer.json()["error"]["param"]), (422, field))
        self.refused(self.person.call("POST", "/api-keys", {"name": "x", "colour": "red"}), 400)
        self.refused(self.person.call("POST", "/api-keys", {"name": "x", "project_id": "prj_other"}), 404)

    def test_the_administrator_sees_searches_and_changes_all(self):
        made = self.person.key(name="needle in a haystack")
        for query in ("search=needle", "search=NEEDLE+in", f"account_id={self.person.id}&status=active", f"search={self.person.email}"):
            found = self.beaver.admin("GET", f"/admin/api-keys?{query}")
            self.assertIn(made["id"], [key["id"] for key in found["data"]], query)
        self.person.key(name="another needle in a haystack")
        self.assertEqual(self.beaver.admin("GET", "/admin/api-keys?limit=1&search=needle+in+a&count=true")["total"], 2)
        page = self.beaver.admin("GET", "/admin/api-keys?limit=1")
        self.assertTrue(page["has_more"])
        following = self.beaver.admin("GET", f"/admin/api-keys?limit=1&after={page['next']}")
        self.assertLess(following["data"][0]["id"], page["data"][0]["id"])
        path = f"/admin/api-keys/{made['id']}"
        self.assertEqual(self.beaver.admin("PATCH", path, {"name": "found"})["name"], "found")
        rotated = self.beaver.admin("POST", path + "/rotate", {"grace_seconds": 0})
        self.assertEqual([chat(self.beaver, key["key"]).status for key in (made, rotated)], [401, 200])
        self.beaver.admin("DELETE", path)
        self.assertEqual(chat(self.beaver, rotated["key"]).status, 401)
        self.refused(self.person.call("GET", path), 403)

    def test_many_are_revoked_together_after_a_dry_run(self):
        mass = Person(self.beaver)
        made = [mass.key() for _ in range(5)]
        wanted = {"account_id": mass.id, "dry_run": True}
        self.assertEqual(self.beaver.admin("POST", "/admin/api-keys/revoke", wanted),
                         {"count": 5, "dry_run": True, "failed": []})
        self.assertEqual(chat(self.beaver, made[0]["key"]).status, 200)
        by_name = {"ids": [made[0]["id"], "key_none"]}
        answer = self.beaver.admin("POST", "/admin/api-keys/revoke", by_name)
        self.assertEqual((answer["count"], [each["id"] for each in answer["failed"]]), (1, ["key_none"]))
        again = self.beaver.admin("POST", "/admin/api-keys/revoke", by_name)
        self.assertEqual((again["count"], len(again["failed"])), (0, 1), "what was revoked before has not failed")
        self.assertEqual(self.beaver.admin("POST", "/admin/api-keys/revoke", wanted | {"dry_run": False})["count"], 4)
        self.assertEqual({chat(self.beaver, key["key"]).status for key in made}, {401})
        self.beaver.admin("POST", "/admin/api-keys/revoke", {"dry_run": True}, expect=(400,))

    def test_every_change_stands_in_the_keys_own_log(self):
        made = self.person.key(name="watched")
        path = f"/api-keys/{made['id']}"
        self.person.ok("PATCH", path, {"name": "renamed"})
        rotated = self.person.ok("POST", path + "/rotate")
        self.beaver.admin("PATCH", f"/admin{path}", {"name": "by the operator"})
        self.person.ok("DELETE", path)
        answer = self.person.call("GET", path + "/audit")
        lines = answer.json()["data"]
        self.assertEqual([line["action"] for line in lines], ["key.revoke", "key.change", "key.rotate", "key.change", "key.create"])
        self.assertEqual((lines[3]["before"]["name"], lines[3]["after"]["name"]), ("watched", "renamed"))
        self.assertEqual((lines[1]["actor"], lines[1]["address"]), ("operator", None))
        self.assertEqual((lines[0]["actor"], lines[0]["address"]), (self.person.id, "127.0.0.1"))
        self.assertTrue(lines[0]["via"].startswith("ses_") and lines[0]["request_id"])
        for secret in (made["key"], rotated["key"]):
            self.assertNotIn(secret.encode(), answer.body)
        page = self.person.ok("GET", path + "/audit?limit=2")
        rest = self.person.ok("GET", f"{path}/audit?limit=10&after={page['next']}")
        self.assertEqual(page["data"] + rest["data"], lines)

    def test_usage_of_one_key(self):
        made, silent = self.person.key(), self.person.key()
        for _ in range(3):
            self.assertEqual(chat(self.beaver, made["key"]).status, 200)
        usage = self.person.ok("GET", f"/api-keys/{made['id']}/usage?period=7d")
        self.assertEqual(usage["summary"]["requests"], 3)
        self.assertEqual([line["model"] for line in usage["by_model"]], [keys.MODEL])
        self.assertGreater(usage["summary"]["cost"], 0)
        self.assertEqual(self.person.ok("GET", f"/api-keys/{silent['id']}/usage")["summary"]["requests"], 0)
        shown = self.person.ok("GET", f"/api-keys/{made['id']}")
        self.assertIsNotNone(shown["last_used_at"])
        self.assertIsNone(self.person.ok("GET", f"/api-keys/{silent['id']}")["last_used_at"])


if __name__ == "__main__":
    unittest.main()
