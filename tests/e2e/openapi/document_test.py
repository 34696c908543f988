"""The OpenAPI document is whole: every route is described, nothing else is, and what it refers to is there."""

import json
import re
import unittest

from harness.beaver import Beaver

METHODS = ("get", "post", "put", "patch", "delete")
# How to mend a missing description; printed with each.
ADVICE = """Describe each in resources/openapi/<area>.json, for example
  "GET /account/balance": {"summary": "What the account has", "answer": "Balance"}
docs/api.md tells all that an operation may have."""


def references(value):
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


class Document(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = Beaver().start()
        cls.addClassCleanup(cls.beaver.close)
        answer = cls.beaver.call("GET", "/openapi.json")
        cls.raw, cls.document = answer.body, json.loads(answer.body)

    def operations(self):
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                yield f"{method.upper()} {path}", operation

    def test_every_route_is_described(self):
        missing = self.document["x-beaver-undescribed"]
        self.assertFalse(missing, "\nroutes without a description:\n  " + "\n  ".join(missing) + "\n" + ADVICE)

    def test_every_description_has_its_route(self):
        left = self.document["x-beaver-without-route"]
        self.assertFalse(left, "\nresources/openapi/ describes what is in no route table:\n  " + "\n  ".join(left))

    def test_every_operation_says_what_it_is_who_may_call_and_what_comes_back(self):
        for name, operation in self.operations():
            with self.subTest(name):
                self.assertTrue(operation.get("summary"), "no summary")
                self.assertEqual(len(operation["tags"]), 1)
                self.assertIn(operation["x-beaver-access"], ("open", "key", "session", "viewer", "billing", "admin", "owner"))
                self.assertEqual(operation["security"] == [], operation["x-beaver-access"] == "open")
                self.assertTrue([status for status in operation["responses"] if status < "400"], "no answer but errors")

    def test_parameters_of_paths_are_those_of_the_table(self):
        for name, operation in self.operations():
            with self.subTest(name):
                named = [parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"]
                self.assertEqual(sorted(re.findall(r"\{(\w+)\}", name)), sorted(named))
                self.assertEqual(re.sub(r"\+}", "}", operation["x-beaver-path"]), name.split(" ")[1])

    def test_operation_ids_are_unique(self):
        ids = [operation["operationId"] for _, operation in self.operations()]
        self.assertEqual(len(ids), len(set(ids)))

    def test_whatever_is_referred_to_is_there(self):
        schemas = self.document["components"]["schemas"]
        for reference in set(references(self.document)):
            with self.subTest(reference):
                self.assertIn(reference.removeprefix("#/components/schemas/"), schemas)

    def test_no_name_is_given_twice(self):
        def unique(pairs):
            names = [name for name, _ in pairs]
            twice = {name for name in names if names.count(name) > 1}
            self.assertFalse(twice, f"described twice in resources/openapi/: {twice}")
            return dict(pairs)
        json.loads(self.raw, object_pairs_hook=unique)

    def test_a_path_that_is_described_is_there(self):
        """Asked without a credential, every route that isn't open says 401 (or 422 on the credit gateway's paths), never 404."""
        for name, operation in self.operations():
            method, path = name.split(" ")
            if operation["x-beaver-access"] == "open":
                continue
            with self.subTest(name):
                answer = self.beaver.call(method, re.sub(r"\{\w+\}", "x", path))
                self.assertIn(answer.status, (401, 422), answer)

    def test_a_path_that_is_not_described_is_not_there(self):
        for name, _ in self.operations():
            path = re.sub(r"\{\w+\}", "x", name.split(" ")[1])
            unknown = path.rstrip("/") + "/no-such-thing/at-all"
            if any(re.fullmatch(re.sub(r"\\{\w+\\}", ".+", re.escape(other)), unknown) for other in self.document["paths"]):
                continue
            with self.subTest(unknown):
                self.assertEqual(self.beaver.call("GET", unknown).status, 404)


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = Beaver().start()
        cls.addClassCleanup(cls.beaver.close)

    def test_the_pages_need_no_other_host(self):
        for page in ("/docs", "/redoc"):
            with self.subTest(page):
                answer = self.beaver.call("GET", page)
                self.assertEqual(answer.status, 200)
                text = answer.body.decode()
                self.assertNotIn("//", re.sub(r"<!doctype[^>]*>", "", text))
                for name in re.findall(r'(?:src|href)="(docs/[^"]+)"', text):
                    part = self.beaver.call("GET", "/" + name)
                    self.assertEqual(part.status, 200, name)
                    self.assertTrue(part.complete)
                    self.assertRegex(part.headers["content-type"], "^text/(javascript|css)")

    def test_the_policy_lets_nothing_in_from_elsewhere(self):
        policy = self.beaver.call("GET", "/docs").headers["content-security-policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertIn("script-src 'self';", policy)
        self.assertNotIn("unsafe-eval", policy)
        self.assertNotRegex(policy, r"https?:")

    def test_an_unknown_file_is_not_found(self):
        for name in ("x.js", "..%2f..%2fetc%2fpasswd", "README.md", "docs.html.bak"):
            self.assertIn(self.beaver.call("GET", "/docs/" + name).status, (400, 404), name)


if __name__ == "__main__":
    unittest.main()
