"""beaver-readme.md: its curl lines, requests and lists of models, as they stand."""

import re
import unittest

import documents
from case import DocumentCase, case


class BeaverReadme(DocumentCase):
    document = "beaver-readme"

    def account(self):
        """By the document's first two lines."""
        made = self.curl(1, {"user@example.com": self.world.email()}, self.world.as_admin, 201)
        key = self.curl(2, {"acc_...": made["id"]}, self.world.as_admin, 201)
        return made, key["key"]

    def request(self, number, replace=(), key=None, status=200):
        """A block `METHOD /path`, headers, body, sent as it stands."""
        text = self.item("request", number).text
        for old, new in dict(replace).items():
            self.assertIn(old, text)
            text = text.replace(old, new)
        head, _, body = text.partition("\n\n")
        first, *headers = head.splitlines()
        method, path = first.split(" ")
        names = dict(line.split(": ", 1) for line in headers)
        if "Authorization" in names:
            names["Authorization"] = f"Bearer {key}"
        elif key:
            names["Authorization"] = f"Bearer {key}"
        answer = self.world.ask(method, path, body.encode() if body else None, None, names)
        self.assertEqual(answer.status, status, answer)
        return answer.json()

    @case("curl/1", "curl/2", "curl/3")
    def test_the_quick_start_guide(self):
        account, key = self.account()
        self.assertTrue(account["id"].startswith("acc_") and key.startswith("beaver_"))
        self.assertEqual(account["balance"], 10)
        answer = self.curl(3, {"beaver_your_api_key_here": key})
        self.assertTrue(answer["choices"][0]["message"]["content"])
        self.assertLess(answer["balance"], 10)
        self.assertGreater(answer["usage"]["cost"], 0)

    @case("curl/4")
    def test_the_example_with_a_model(self):
        answer = self.curl(4, {"beaver_your_api_key": self.account()[1]})
        self.assertEqual(answer["choices"][0]["message"]["role"], "assistant")

    @case("request/1", "request/2", "request/3")
    def test_the_administrators_requests(self):
        account = self.request(1, {"user@example.com": self.world.email()}, self.world.admin_token, 201)
        self.assertEqual(account["balance"], 10)
        key = self.request(2, {"acc_...": account["id"]}, self.world.admin_token, 201)
        self.assertEqual((key["name"], key["account_id"]), ("My API Key", account["id"]))
        done = self.request(3, {"acc_...": account["id"]}, self.world.admin_token)
        self.assertEqual((done["account"]["balance"], done["transaction"]["amount"]), (60, 50))

    def test_account_details(self):
        account, _ = self.account()
        self.assertIn("GET /admin/accounts/{account_id}", documents.read(self.document))
        self.assertEqual(self.ask("GET", f"/admin/accounts/{account['id']}", key=self.world.admin_token)["id"], account["id"])

    @case("request/4", "request/5", "request/6", "request/7")
    def test_the_users_requests(self):
        _, key = self.account()
        models = [model["id"] for model in self.request(4, {"beaver_your_api_key": key}, key)["data"]]
        self.assertIn("gpt-4o-mini", models)
        answer = self.request(5, {"{model_id}": "gpt-4o-mini"}, key)
        self.assertTrue(answer["choices"][0]["message"]["content"])
        balance = self.request(6, key=key)
        self.assertLess(balance["balance"], 10)
        transactions = self.request(7, key=key)["transactions"]
        self.assertEqual({line["type"] for line in transactions}, {"top_up", "usage"})
        self.assertEqual(sum(line["amount"] for line in transactions), balance["balance"])

    def test_the_supported_models_are_in_the_catalogue(self):
        text = documents.read(self.document).split("Supported Models")[1].split("Pricing")[0]
        named = re.findall(r"^- `([^`]+)`", text, re.M)
        self.assertEqual(len(named), 12)
        known = {model["id"] for page in [self.ask("GET", "/admin/models?limit=1000", key=self.world.admin_token)] for model in page["data"]}
        self.assertFalse(set(named) - known)

    def test_the_markups_are_those_of_the_document(self):
        text = documents.read(self.document)
        wanted = {name: float(percent) for name, percent in re.findall(r"\*\*([A-Z_]+)\*\*: ([\d.]+)% markup", text)}
        self.assertEqual(len(wanted), 5)
        categories = self.ask("GET", "/admin/pricing-categories", key=self.world.admin_token)["data"]
        self.assertEqual({each["name"]: float(each["markup_percent"]) for each in categories}, wanted)

    def test_nothing_is_left_out(self):
        self.check_nothing_is_left_out({"code/1": "how to add a provider to the Python program; ours are data: resources/providers.json"})


if __name__ == "__main__":
    unittest.main()
