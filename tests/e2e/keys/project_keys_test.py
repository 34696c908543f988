"""A key of a project reaches its project, and nothing else of the account that pays."""

import unittest

import keys
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


if __name__ == "__main__":
    unittest.main()
