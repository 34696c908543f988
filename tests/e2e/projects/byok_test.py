"""Keys that a project brings for providers: its calls use them, the balance isn't touched, budgets count."""

import decimal
import unittest

import tenants
from tenants import CANARY, ELSEWHERE, MODEL, Person, chat, keys_seen


class OwnCredentials(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = tenants.gateway()
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver, cls.upstream = cls.gateway.beaver, cls.gateway.upstream

    def setUp(self):
        self.person = Person(self.beaver, balance=1)
        self.project = self.person.ok("POST", "/projects", {"name": "brings its own"})
        self.path = f"/projects/{self.project['id']}"
        self.key = self.person.key(project_id=self.project["id"])["key"]

    def bring(self, key=CANARY, provider="openai"):
        return self.person.ok("PUT", f"{self.path}/credentials/{provider}", {"api_key": key})

    def balance(self):
        return self.beaver.admin("GET", f"/admin/accounts/{self.person.id}")["balance"]

    def test_the_upstream_sees_the_projects_key_and_the_balance_stays(self):
        self.assertEqual(chat(self.beaver, self.key).status, 200)
        self.assertEqual(keys_seen(self.upstream), ["sk-e2e-openai"])
        self.bring()
        before = self.balance()
        for stream in (False, True):
            answer = chat(self.beaver, self.key, stream=stream)
            self.assertTrue(answer.seen_whole(), answer.body)
            self.assertEqual(keys_seen(self.upstream), [CANARY])
        self.assertEqual(self.balance(), before)
        self.assertEqual(chat(self.beaver, self.person.key()["key"]).status, 200)  # another project's key
        self.assertEqual(keys_seen(self.upstream), ["sk-e2e-openai"])
        self.assertLess(self.balance(), before)
        self.beaver.assert_balanced()

    def test_the_receipt_says_so(self):
        self.bring()
        answer = chat(self.beaver, self.key)
        self.assertEqual(answer.headers["x-beaver-cost"], "0")
        receipt = self.beaver.receipt(self.key, answer.request_id)
        self.assertEqual((receipt["byok"], receipt["policy"], receipt["cost"]), (True, "byok", 0))
        self.assertGreater(receipt["byok_cost"], 0)
        self.assertEqual(receipt["list_cost"], receipt["byok_cost"])
        self.assertEqual(decimal.Decimal(answer.headers["x-beaver-byok-cost"]), receipt["byok_cost"])
        charged = [entry for entry in receipt["entries"] if entry["account"] == "customer" and entry["amount"]]
        self.assertEqual(charged, [])
        usage = self.person.ok("GET", self.path + "/usage")["summary"]
        self.assertEqual((usage["cost"], usage["byok_cost"]), (0, receipt["byok_cost"]))

    def test_without_a_cent(self):
        poor = Person(self.beaver, balance=0)
        project = poor.ok("POST", "/projects", {"name": "poor"})
        key = poor.key(project_id=project["id"])["key"]
        self.assertEqual(chat(self.beaver, key).status, 402)
        poor.ok("PUT", f"/projects/{project['id']}/credentials/openai", {"api_key": CANARY})
        self.assertEqual(chat(self.beaver, key).status, 200)
        self.assertTrue(chat(self.beaver, key, stream=True).seen_whole())
        self.assertEqual(chat(self.beaver, key, model=ELSEWHERE).status, 402)  # of a provider that it brings nothing for

    def test_budgets_count_by_the_list(self):
        self.bring()
        cost = self.beaver.receipt(self.key, chat(self.beaver, self.key, max_tokens=5).request_id)["byok_cost"]
        self.person.ok("PATCH", self.path, {"daily_budget": float(cost) * 40})
        statuses = []
        while len(statuses) < 60 and (not statuses or statuses[-1] == 200):
            statuses.append(chat(self.beaver, self.key, max_tokens=5).status)
        self.assertIn(statuses[-1], (402, 429))
        self.assertGreater(len(statuses), 3)
        self.gateway.beaver.kill()  # and is remembered
        self.gateway.beaver.start()
        self.person.token = self.beaver.login(self.person.email, tenants.PASSWORD)
        self.assertIn(chat(self.beaver, self.key, max_tokens=5).status, (402, 429))
        self.assertEqual(keys_seen(self.upstream), [CANARY])

    def test_a_changed_key_holds_for_the_next_call_and_a_removed_one_ends(self):
        self.bring()
        chat(self.beaver, self.key)
        shown = self.bring("sk-the-second-key-of-ours")
        self.assertEqual(shown["last_four"], "ours")
        chat(self.beaver, self.key)
        self.assertEqual(keys_seen(self.upstream, 2), [CANARY, "sk-the-second-key-of-ours"])
        self.person.ok("DELETE", f"{self.path}/credentials/openai")
        chat(self.beaver, self.key)
        self.assertEqual(keys_seen(self.upstream), ["sk-e2e-openai"])

    def test_they_outlive_a_restart(self):
        self.bring()
        self.beaver.kill()
        self.beaver.start()
        self.assertEqual(chat(self.beaver, self.key).status, 200)
        self.assertEqual(keys_seen(self.upstream), [CANARY])

    def test_it_is_shown_nowhere(self):
        self.bring()
        chat(self.beaver, self.key)
        shown = [self.person.call("GET", path).body for path in (self.path, self.path + "/credentials", "/projects")]
        shown.append(self.beaver.call("GET", f"/admin/audit?subject={self.project['id']}", key=self.beaver.login()).body)
        self.assertIn(b'"last_four":"' + CANARY[-4:].encode(), shown[1])
        shown += [path.read_bytes() for path in self.beaver.folder.iterdir() if path.is_file()]
        shown.append(self.beaver.process.output().encode())
        for where in shown:
            self.assertNotIn(CANARY.encode(), where)

    def test_what_can_be_brought(self):
        for provider, key, status in (("litellm", CANARY, 422), ("nobody", CANARY, 422), ("openai", "short", 422),
                                      ("openai", "two words in a key", 422), ("anthropic", CANARY, 200)):
            answer = self.person.call("PUT", f"{self.path}/credentials/{provider}", {"api_key": key})
            self.assertEqual(answer.status, status, (provider, answer.body))

    def test_a_batch_of_attempts_stays_with_the_project(self):
        with tenants.gateway("401") as gateway:
            person = Person(gateway.beaver)
            project = person.ok("POST", "/projects", {"name": "refused"})
            person.ok("PUT", f"/projects/{project['id']}/credentials/openai", {"api_key": CANARY})
            answer = chat(gateway.beaver, person.key(project_id=project["id"])["key"])
            self.assertEqual((answer.status, answer.json()["error"]["code"]), (403, "project_credential_refused"))
            self.assertEqual(gateway.upstream.stats()["requests"], 1)  # the operator's key isn't tried instead
            health = {one["id"]: one for one in gateway.beaver.admin("GET", "/admin/endpoints")["data"]}
            self.assertNotEqual(health["end_openai"].get("health", {}).get("state"), "down")

    def test_the_operator_needs_no_key_of_its_own(self):
        with tenants.gateway(OPENAI_API_KEY="") as gateway:
            person = Person(gateway.beaver)
            project = person.ok("POST", "/projects", {"name": "alone"})
            key = person.key(project_id=project["id"])["key"]
            self.assertEqual(chat(gateway.beaver, key).status, 503)
            listed = lambda: [model["id"] for model in gateway.beaver.call("GET", "/v1/models", key=key).json()["data"]]
            self.assertNotIn(MODEL, listed())
            person.ok("PUT", f"/projects/{project['id']}/credentials/openai", {"api_key": CANARY})
            self.assertIn(MODEL, listed())
            self.assertEqual(chat(gateway.beaver, key).status, 200)
            self.assertEqual(keys_seen(gateway.upstream), [CANARY])


if __name__ == "__main__":
    unittest.main()
