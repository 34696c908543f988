"""What the suites of all documents share: names of cases, comparison with what a document shows, completeness."""

import decimal
import json
import re
import unittest

import documents
from world import World, have_curl


def case(*names):
    """The items of a document that a test runs."""
    def mark(function):
        function.runs = names
        return function
    return mark


@unittest.skipUnless(have_curl(), "curl, or the requirements, aren't there; BEAVER_SHARED_DATA names their folder")
class DocumentCase(unittest.TestCase):
    document = None
    OPTIONS = {}
    # "METHOD /path" → (who asks, body, status). {} in a path is an id that `ids` knows.
    ENDPOINTS = {}

    @classmethod
    def setUpClass(cls):
        cls.items = {item.name: item for item in documents.items(cls.document)}
        cls.world = World(**cls.OPTIONS)
        cls.addClassCleanup(cls.world.close)

    def item(self, kind, number):
        return self.items[f"{self.document}/{kind}/{number}"]

    def curl(self, number, replace=(), add="", status=200):
        got, body, head = self.world.curl(self.item("curl", number).text, replace, add)
        self.assertEqual(got, status, body)
        self.head = head
        return body

    def assertShown(self, kind, number, answer):
        """Every field that the document shows is there, with the type that it shows."""
        found = documents.differences(documents.shown(self.item(kind, number)), answer)
        self.assertFalse(found, "\n" + "\n".join(found))

    def need(self, method, path):
        if not self.world.has(method, path):
            self.skipTest(f"not yet: {method} {path}")

    def ask(self, method, path, body=None, key=None, status=200, headers=None):
        answer = self.world.ask(method, path, body, key, headers)
        self.assertEqual(answer.status, status, f"{method} {path}: {answer}")
        return json.loads(answer.body, parse_float=decimal.Decimal) if answer.body else None

    def check_endpoints(self, people):
        """Each row of endpoints answers as it says. `people`: name → key or token; `ids`: path → id."""
        rows = [item.text for item in self.items.values() if item.kind == "endpoint"]
        self.assertEqual(sorted(rows), sorted(self.ENDPOINTS), "rows of the document and cases for them")
        missing, ran = [], 0
        for row, (who, body, status) in self.ENDPOINTS.items():
            method, path = row.split(" ")
            if not self.world.has(method, path):
                missing.append(row)
                continue
            with self.subTest(row):
                body = body(self) if callable(body) else body
                path = re.sub(r"\{(\w+)\}", lambda name: str(self.id_for(row, name[1])), path)
                key = people[who]() if callable(people.get(who)) else people.get(who)
                if who != "nobody" and "COOKIE" not in who:
                    self.assertIn(self.world.ask(method, path, body).status, (401, 422), "it asks for a credential")
                headers = {"Cookie": key[0], "x-csrf-token": key[1]} if "COOKIE" in who else None
                answer = self.world.ask(method, path, body, None if headers else key, headers)
                self.assertEqual(answer.status, status, f"{row}: {answer}")
                ran += 1
        if missing:
            self.skipTest(f"{ran} of {len(rows)} rows ran; not yet: {', '.join(missing)}")

    def id_for(self, row, name):
        raise NotImplementedError(row)

    def check_nothing_is_left_out(self, not_run):
        """`not_run`: item → why it is none of the gateway's business."""
        marked = {f"{self.document}/{name}" for _, function in vars(type(self)).items() for name in getattr(function, "runs", ())}
        marked |= {f"{self.document}/{name}" for name in not_run}
        marked |= {name for name, item in self.items.items() if item.kind == "endpoint"}  # check_endpoints compares them
        self.assertEqual(sorted(self.items), sorted(marked & set(self.items)), "items of the document without a case")
        self.assertFalse(marked - set(self.items), "cases for what isn't in the document")
