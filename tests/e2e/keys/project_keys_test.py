"""A key of a project reaches its project, and nothing else of the account that pays."""

import decimal
import unittest

import keys
from harness.waiting import eventually
from keys import Person

MANAGES = {"permissions": ["read", "write", "admin"]}


class ProjectKeys(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = keys.gateway()
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        cls.owner = Person(cls.beaver)
        cls.project = cls.owner.ok("POST", "/projects", {"name": "shared"})["id"]
        cls.outside = cls.owner.key(name="outside", **MANAGES)
        cls.inside = cls.owner.key(name="inside", project_id=cls.project, **MANAGES)

    def ask(self, method, path, body=None, key=None, status=200):
        answer = self.beaver.call(method, path, body, key=key or self.inside["key"])
        self.assertEqual(answer.status, status, f"{method} {path}: {answer.body}")
        return answer.json()

    def test_the_credit_gateways_paths_know_the_project(self):
        names = {path: [key["key_name"] for key in self.ask("GET", path)["keys"]] for path in ("/user/api-keys", "/user/api-keys/usage")}
        for path, seen in names.items():
            self.assertIn("inside", seen, path)
            self.assertNotIn("outside", seen, path)
        self.assertEqual(self.ask("GET", "/user/api-keys")["total_keys"], len(names["/user/api-keys"]))
        made = self.ask("POST", "/user/api-keys", {"key_name": "another"}, status=201)
        self.assertEqual(self.ask("GET", f"/api-keys/{made['key']['id']}")["project_id"], self.project)
        theirs = {key["key_name"]: key["key_id"] for key in self.ask("GET", "/user/api-keys", key=self.owner.token)["keys"]}
        self.assertLessEqual({"inside", "outside", "another"}, set(theirs))
        path = f"/user/api-keys/{theirs['outside']}"
        for method, body in (("PUT", {"key_name": "mine"}), ("PUT", {"action": "rotate"}), ("DELETE", None)):
            self.ask(method, path, body, status=404)
        self.ask("GET", "/account/balance", key=self.outside["key"])

    def test_what_was_used_and_is_left_is_the_projects(self):
        person = Person(self.beaver, balance=2)
        project = person.ok("POST", "/projects", {"name": "shared"})["id"]
        inside = person.key(project_id=project, **MANAGES)["key"]
        outside = person.key(**MANAGES)["key"]
        costs = {}
        for key, calls in ((inside, 1), (outside, 3)):
            answers = [keys.chat(self.beaver, key) for _ in range(calls)]
            self.assertEqual({answer.status for answer in answers}, {200})
            costs[key] = sum(decimal.Decimal(answer.headers["x-beaver-cost"]) for answer in answers)
        everything = sum(costs.values())
        for key, cost, calls in ((inside, costs[inside], 1), (outside, everything, 4), (person.token, everything, 4)):
            usage = self.ask("GET", "/account/usage?period=7d", key=key)
            self.assertEqual((usage["summary"]["requests"], usage["summary"]["cost"]), (calls, cost))
            self.assertEqual(len(usage["by_key"]), min(calls, 2))
            self.assertEqual(self.ask("GET", "/account/usage?period=7d&group_by=day", key=key)["total"]["cost"], cost)
            metrics = self.ask("GET", "/user/monitor", key=key)["usage_metrics"]
            self.assertEqual((metrics["total_requests"], metrics["total_cost"]), (calls, cost))
            self.assertEqual(self.ask("GET", "/api/usage/stats", key=key)["total_cost"], cost)
            self.assertEqual(self.ask("GET", "/api/v1/credits", key=key)["data"]["total_usage"], cost)
            self.assertEqual(self.ask("GET", "/v1/dashboard/billing/usage", key=key)["total_usage"], cost * 100)
        other = person.ok("GET", "/projects")["data"]
        outsides = next(each["id"] for each in other if each["id"] != project)
        self.assertEqual(self.ask("GET", f"/account/usage?period=7d&project={outsides}", key=inside)["summary"]["cost"], costs[inside], "another project isn't shown instead")

        whole = self.ask("GET", "/account/balance", key=outside)["balance"]
        self.assertEqual(whole, 2 - everything)
        self.assertEqual(self.ask("GET", "/account/balance", key=inside)["available"], whole, "without a budget it may spend all of it")
        person.ok("PATCH", f"/projects/{project}", {"monthly_budget": 0.5})
        left = decimal.Decimal("0.5") - costs[inside]
        seen = self.ask("GET", "/account/balance", key=inside)
        self.assertEqual((seen["balance"], seen["held"], seen["available"]), (left, 0, left))
        self.assertEqual(self.ask("GET", "/user/monitor", key=inside)["current_credits"], left * 50_000 // 1)
        self.assertEqual(self.ask("GET", "/user/balance", key=inside)["balance"], left)
        self.assertEqual(self.ask("GET", "/account/balance", key=outside)["balance"], whole)

    def test_it_neither_ends_nor_changes_the_account(self):
        person = Person(self.beaver)
        project = person.ok("POST", "/projects", {"name": "shared"})["id"]
        password = {"password": keys.PASSWORD}
        confirmed = {"confirmation": "DELETE_ACCOUNT"}
        inside, plain = person.key(project_id=project, **MANAGES)["key"], person.key()["key"]
        operators = self.beaver.create_key(person.id, permissions=["read", "write", "admin"])["key"]
        for key in (inside, plain, operators):
            for path in ("/users/me", "/auth/me", "/user/account"):
                for body in (confirmed, password, None):
                    self.assertEqual(self.ask("DELETE", path, body, key, 403)["error"]["code"], "permission_required", path)
        for method, path, body in (("PATCH", "/users/me", {"full_name": "x"}), ("PATCH", "/auth/me", {"full_name": "x"}),
                                   ("PATCH", "/api/auth/me", {"full_name": "x"}), ("PUT", "/user/profile", {"name": "x"}),
                                   ("PATCH", "/account/billing/profile", {"name": "x"})):
            self.ask(method, path, body, inside, 403)
            self.ask(method, path, body, plain)
        own = person.key(**MANAGES)["key"]
        self.ask("DELETE", "/users/me", None, own, 403)
        self.assertEqual(self.ask("DELETE", "/users/me", confirmed, own), {"deleted": True})

    def test_nobody_without_a_password_is_ended_by_any_key(self):
        made = self.beaver.call("POST", "/auth/register", {"email": f"nopassword{id(self)}@beaver.test"}).json()
        weak = self.ask("POST", "/api-keys", {"name": "weak", "permissions": ["read", "write"]}, made["api_key"], 201)["key"]
        confirmed = {"confirmation": "DELETE_ACCOUNT"}
        self.ask("DELETE", "/users/me", confirmed, weak, 403)
        self.ask("DELETE", "/users/me", confirmed, made["api_key"])

    def test_bodies_of_another_project_are_not_there(self):
        self.ask("PUT", f"/api-keys/{self.outside['id']}/bodies", {"keep": True}, self.outside["key"])
        call = keys.chat(self.beaver, self.outside["key"]).headers["x-beaver-request-id"]
        eventually(lambda: self.beaver.rows("SELECT 1 FROM call_bodies WHERE call_id = ?", call), "the bodies")
        self.ask("GET", f"/account/calls/{call}/bodies", status=404)
        self.ask("PUT", f"/api-keys/{self.outside['id']}/bodies", {"keep": False}, status=404)
        for reader in (self.outside["key"], self.owner.token):
            self.assertIn("Hello", self.ask("GET", f"/account/calls/{call}/bodies", key=reader)["request"])

    def test_it_sees_its_own_calls_and_no_money(self):
        ids = [keys.chat(self.beaver, key["key"]).headers["x-beaver-request-id"] for key in (self.outside, self.inside)]
        eventually(lambda: set(ids) <= {call["id"] for call in self.ask("GET", "/account/calls", key=self.owner.token)["data"]}, "the calls")
        for query in ("", f"?project_id={self.outside['project_id']}"):
            seen = [call["id"] for call in self.ask("GET", f"/account/calls{query}")["data"]]
            self.assertIn(ids[1], seen)
            self.assertNotIn(ids[0], seen)
        exported = self.beaver.call("GET", "/account/calls/export?format=jsonl", key=self.inside["key"]).body.decode()
        self.assertIn(ids[1], exported)
        self.assertNotIn(ids[0], exported)
        self.ask("GET", f"/account/calls/{ids[0]}", status=404)
        self.ask("GET", f"/account/calls/{ids[1]}")
        for path in ("/account/transactions", "/account/invoices", "/account/invoices/inv_x", "/account/statement", "/account/billing"):
            self.assertEqual(self.ask("GET", path, status=403)["error"]["code"], "permission_required", path)
        self.ask("GET", "/account/transactions", key=self.outside["key"])

    def test_an_administrator_leaves_an_owners_keys_alone(self):
        made = self.beaver.create_account(password=keys.PASSWORD, role="admin")
        admin = self.beaver.login(made["email"], keys.PASSWORD)
        owner = self.beaver.admin("GET", "/auth/me")["id"]
        theirs = self.beaver.create_key(owner)["id"]
        self.ask("POST", "/admin/api-keys", {"account_id": owner, "name": "x"}, admin, 403)
        for method, path, body in (("PATCH", "", {"name": "x"}), ("POST", "/rotate", {}), ("DELETE", "", None)):
            self.ask(method, f"/admin/api-keys/{theirs}{path}", body, admin, 403)
        for account in (made["id"], self.owner.id):
            self.ask("POST", "/admin/api-keys", {"account_id": account, "name": "x"}, admin, 201)

    def test_a_changed_profile_names_who_changed_it(self):
        self.ask("PUT", "/user/profile", {"name": "Castor"}, self.outside["key"])
        line = self.beaver.rows("SELECT actor FROM audit_log WHERE action = 'account.change' AND subject = ? ORDER BY id DESC LIMIT 1", self.owner.id)
        self.assertEqual(line, [(self.owner.id,)])


if __name__ == "__main__":
    unittest.main()
