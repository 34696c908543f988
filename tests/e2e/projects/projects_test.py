"""Projects: who sees and changes them, their members, their keys and budgets, and their end."""

import decimal
import json
import unittest

import tenants
from tenants import Person, chat


class Projects(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = tenants.gateway()
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        cls.owner, cls.member, cls.viewer, cls.stranger = (Person(cls.beaver) for _ in range(4))

    def project(self, name="test", **fields):
        return self.owner.ok("POST", "/projects", {"name": name} | fields)

    def refused(self, answer, status, code=None):
        self.assertEqual(answer.status, status, answer.body)
        if code:
            self.assertEqual(answer.json()["error"]["code"], code)

    def test_every_account_has_a_default_project(self):
        found = self.owner.ok("GET", "/projects")["data"]
        default = next(project for project in found if project["is_default"])
        self.assertEqual(default["id"], "prj_" + self.owner.id.removeprefix("acc_"))
        self.assertEqual(self.owner.key()["project_id"], default["id"])
        self.refused(self.owner.call("DELETE", f"/projects/{default['id']}"), 409, "default_project")
        self.refused(self.owner.call("PATCH", f"/projects/{default['id']}", {"status": "archived"}), 409, "default_project")

    def test_made_changed_listed_and_deleted(self):
        project = self.project("one", daily_budget=5)
        path = f"/projects/{project['id']}"
        self.assertEqual((project["daily_budget"], project["role"]), (5, "owner"))
        changed = self.owner.ok("PATCH", path, {"name": "two", "monthly_budget": 50, "daily_budget": None})
        self.assertEqual((changed["name"], changed["daily_budget"], changed["monthly_budget"]), ("two", None, 50))
        self.assertIn(project["id"], [one["id"] for one in self.owner.ok("GET", "/projects?search=two")["data"]])
        first = self.owner.ok("GET", "/projects?limit=1")
        second = self.owner.ok("GET", f"/projects?limit=1&after={first['next']}")
        self.assertLess(second["data"][0]["id"], first["data"][0]["id"])
        self.owner.ok("DELETE", path)
        self.refused(self.owner.call("GET", path), 404)
        self.refused(self.owner.call("POST", "/projects", {"name": ""}), 422)

    def test_strangers_find_nothing(self):
        project = self.project()
        path = f"/projects/{project['id']}"
        for method, where, body in (("GET", "", None), ("PATCH", "", {"name": "mine"}), ("DELETE", "", None),
                                    ("GET", "/members", None), ("POST", "/members", {"email": self.stranger.email}),
                                    ("GET", "/credentials", None), ("PUT", "/credentials/openai", {"api_key": "sk-strangers-key"}),
                                    ("GET", "/api-keys", None), ("POST", "/api-keys", {"name": "x"}), ("GET", "/usage", None)):
            self.refused(self.stranger.call(method, path + where, body), 404)
        self.assertNotIn(project["id"], [one["id"] for one in self.stranger.ok("GET", "/projects")["data"]])
        self.refused(self.stranger.call("POST", "/api-keys", {"name": "x", "project_id": project["id"]}), 404)

    def test_members_do_what_their_role_says(self):
        project = self.project("together")
        path = f"/projects/{project['id']}"
        for person, role in ((self.member, "member"), (self.viewer, "viewer")):
            made = self.owner.ok("POST", path + "/members", {"email": person.email, "role": role})
            self.assertEqual((made["account_id"], made["role"]), (person.id, role))
        self.assertEqual(len(self.owner.ok("GET", path + "/members")["data"]), 2)
        self.assertEqual(self.viewer.ok("GET", path)["role"], "viewer")
        self.refused(self.viewer.call("POST", path + "/api-keys", {"name": "x"}), 403, "project_role_required")
        self.refused(self.viewer.call("PATCH", path, {"name": "x"}), 403, "project_role_required")
        mine = self.member.ok("POST", path + "/api-keys", {"name": "the member's"})
        self.assertEqual((mine["account_id"], mine["created_by"]), (self.owner.id, self.member.id))
        balance = lambda: self.beaver.admin("GET", f"/admin/accounts/{self.owner.id}")["balance"]
        before = balance()
        self.assertEqual(chat(self.beaver, mine["key"]).status, 200)
        self.assertLess(balance(), before)  # the project's account pays
        theirs = self.owner.ok("POST", path + "/api-keys", {"name": "the owner's"})
        self.refused(self.member.call("DELETE", f"{path}/api-keys/{theirs['id']}"), 404)
        self.refused(self.member.call("POST", path + "/api-keys", {"name": "x", "permissions": ["admin"]}), 403)
        self.refused(self.member.call("PUT", path + "/credentials/openai", {"api_key": "sk-members-key"}), 403)
        self.assertEqual(len(self.viewer.ok("GET", path + "/api-keys")["data"]), 2)
        rotated = self.member.ok("POST", f"{path}/api-keys/{mine['id']}/rotate", {"grace_seconds": 0})
        self.assertEqual([chat(self.beaver, key["key"]).status for key in (mine, rotated)], [401, 200])
        self.owner.ok("DELETE", f"{path}/members/{self.viewer.id}")
        self.refused(self.viewer.call("GET", path), 404)
        self.member.ok("DELETE", f"{path}/members/{self.member.id}")  # everybody may leave
        self.refused(self.member.call("GET", path), 404)
        self.refused(self.owner.call("POST", path + "/members", {"email": "nobody@beaver.test"}), 422, "account_not_found")
        self.refused(self.owner.call("POST", path + "/members", {"email": self.member.email, "role": "king"}), 400)

    def test_the_end_of_a_project_revokes_its_keys(self):
        for end in (("PATCH", {"status": "archived"}), ("DELETE", None)):
            project = self.project()
            path = f"/projects/{project['id']}"
            key = self.owner.ok("POST", path + "/api-keys", {"name": "x"})
            self.assertEqual(chat(self.beaver, key["key"]).status, 200)
            self.owner.ok(end[0], path, end[1])
            self.refused(chat(self.beaver, key["key"]), 401)
            self.assertEqual(self.owner.ok("GET", f"/api-keys/{key['id']}")["status"], "revoked")
            self.refused(self.owner.call("POST", "/api-keys", {"name": "x", "project_id": project["id"]}), 404)

    def test_a_projects_budget_stops_its_calls_and_no_others(self):
        project = self.project(daily_budget=0.0002)
        key = self.owner.key(project_id=project["id"])
        statuses = [chat(self.beaver, key["key"], max_tokens=5).status]
        while len(statuses) < 60 and statuses[-1] == 200:
            statuses.append(chat(self.beaver, key["key"], max_tokens=5).status)
        self.assertEqual(statuses[0], 200)
        self.assertIn(statuses[-1], (402, 429))
        self.assertEqual(chat(self.beaver, self.owner.key()["key"]).status, 200)

    def test_a_key_of_a_project_sees_what_it_may_spend_and_not_the_balance(self):
        person = Person(self.beaver, balance=3)
        project = person.ok("POST", "/projects", {"name": "bounded", "total_budget": 0.5})
        inside = person.key(project_id=project["id"], total_budget=0.25)["key"]
        outside = person.key()["key"]
        answers = {}
        for key in (inside, outside):
            answer = chat(self.beaver, key, max_tokens=5)
            stream = self.beaver.call("POST", "/v1/chat/completions", {
                "model": tenants.MODEL, "messages": [{"role": "user", "content": "Hello"}], "max_tokens": 5, "stream": True,
                "stream_options": {"include_usage": True}}, key=key)
            in_stream = json.loads(stream.events()[-2], parse_float=decimal.Decimal)["usage"]["balance"]
            seen = self.beaver.call("GET", "/account/balance", key=key).json()["balance"]
            me = self.beaver.call("GET", "/users/me", key=key).json()
            blues = self.beaver.call("GET", "/api/auth/me", key=key).json()["user"]
            answers[key] = [decimal.Decimal(answer.headers["x-beaver-balance"]), in_stream, seen, me["balance"], me["available"], blues["balance"]]
            self.assertEqual(set(answers[key][1:]), {seen}, answers[key])
            self.assertGreaterEqual(answers[key][0], seen)
        self.assertLess(answers[inside][0], 0.25)
        self.assertGreater(answers[inside][0], 0.2)
        self.assertGreater(answers[outside][0], 2)

    def test_a_key_stays_in_its_project(self):
        one, two = self.project("one"), self.project("two")
        rights = {"permissions": ["read", "write", "admin"]}
        inside = self.owner.key(project_id=one["id"], **rights)["key"]
        other = self.owner.key(project_id=two["id"])
        self.assertEqual([project["id"] for project in self.beaver.call("GET", "/projects", key=inside).json()["data"]], [one["id"]])
        self.refused(self.beaver.call("GET", f"/projects/{two['id']}", key=inside), 404)
        self.refused(self.beaver.call("DELETE", f"/api-keys/{other['id']}", key=inside), 404)
        self.refused(self.beaver.call("POST", "/api-keys", {"name": "x", "project_id": two["id"]}, key=inside), 404)
        self.assertEqual(self.beaver.call("PATCH", f"/projects/{one['id']}", {"name": "by key"}, key=inside).status, 200)
        plain = self.owner.key(project_id=one["id"])["key"]
        self.refused(self.beaver.call("PATCH", f"/projects/{one['id']}", {"name": "x"}, key=plain), 403, "permission_required")

    def test_the_administrator_sees_them_all(self):
        project = self.project("seen by the operator")
        found = self.beaver.admin("GET", f"/admin/projects?search=operator&account_id={self.owner.id}")["data"]
        self.assertEqual([one["id"] for one in found], [project["id"]])
        path = f"/admin/projects/{project['id']}"
        self.assertEqual(self.beaver.admin("GET", path)["name"], "seen by the operator")
        self.beaver.admin("PATCH", path, {"status": "archived"})
        lines = self.beaver.admin("GET", f"/admin/audit?subject={project['id']}")["data"]
        self.assertEqual([line["action"] for line in lines], ["project.change", "project.create"])
        made = self.beaver.admin("POST", path + "/members", {"email": self.member.email, "role": "viewer"})
        self.assertEqual(made["role"], "viewer")
        self.beaver.admin("DELETE", f"{path}/members/{self.member.id}")
        self.assertEqual(self.beaver.admin("GET", path + "/members")["data"], [])
        self.refused(self.owner.call("GET", path), 403)


if __name__ == "__main__":
    unittest.main()
