"""Every property of a key: what it allows goes through, what it doesn't is refused with its own word and costs nothing."""

import datetime
import threading
import unittest

import keys
from keys import MODEL, OTHER, Person, chat


class Enforce(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = keys.gateway(CORS_ORIGINS="https://app.example.com")
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        cls.person = Person(cls.beaver)

    def check(self, answer, status, code=None):
        self.assertEqual(answer.status, status, answer.body)
        if code:
            self.assertEqual(answer.json()["error"]["code"], code)

    def test_scopes(self):
        chats = self.person.key(scopes=["chat.completions"])["key"]
        self.check(chat(self.beaver, chats), 200)
        body = {"model": "text-embedding-3-small", "input": "x"}
        self.check(self.beaver.call("POST", "/v1/embeddings", body, chats), 403, "scope_required")

    def test_permissions(self):
        reads, writes = (self.person.key(permissions=[one])["key"] for one in ("read", "write"))
        self.check(chat(self.beaver, writes), 200)
        self.check(chat(self.beaver, reads), 403, "permission_required")
        self.check(self.beaver.call("GET", "/v1/models", key=reads), 200)
        self.check(self.beaver.call("GET", "/v1/models", key=writes), 403, "permission_required")

    def test_models(self):
        for allowed in ([MODEL], ["e2e-k*"]):
            secret = self.person.key(allowed_models=allowed)["key"]
            self.check(chat(self.beaver, secret), 200)
            self.check(chat(self.beaver, secret, model=OTHER), 403, "model_not_allowed")
            listed = [model["id"] for model in self.beaver.call("GET", "/v1/models", key=secret).json()["data"]]
            self.assertEqual([MODEL in listed, OTHER in listed], [True, False])

    def test_addresses(self):
        self.check(chat(self.beaver, self.person.key(allowed_ips=["127.0.0.0/8", "::1"])["key"]), 200)
        self.check(chat(self.beaver, self.person.key(allowed_ips=["192.0.2.0/24", "2001:db8::/32"])["key"]), 403, "ip_not_allowed")

    def test_referrers(self):
        secret = self.person.key(allowed_referrers=["*.example.com"])["key"]
        self.check(chat(self.beaver, secret, headers={"referer": "https://app.example.com/page"}), 200)
        self.check(chat(self.beaver, secret, headers={"origin": "https://app.example.com"}), 200)
        self.check(chat(self.beaver, secret, headers={"referer": "https://evil.example/"}), 403, "referrer_not_allowed")
        self.check(chat(self.beaver, secret), 403, "referrer_not_allowed")

    def test_expiry(self):
        made = self.person.key(expires_in_days=1)
        self.check(chat(self.beaver, made["key"]), 200)
        later = datetime.datetime.fromisoformat(made["expires_at"]) - datetime.datetime.now(datetime.timezone.utc)
        self.assertAlmostEqual(later.total_seconds(), 86400, delta=60)
        soon = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=4)).isoformat()
        path = f"/api-keys/{made['id']}"
        self.person.ok("PATCH", path, {"expires_at": soon})
        status = 200
        while status == 200:  # asks until its time is over
            status = chat(self.beaver, made["key"]).status
        self.assertEqual(status, 401)
        self.assertEqual(self.person.ok("GET", path)["status"], "expired")
        self.person.ok("PATCH", path, {"expires_at": None})
        self.check(chat(self.beaver, made["key"]), 200)

    def test_a_cap_lets_through_exactly_so_many_also_at_once(self):
        made = self.person.key(request_cap=7)
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(chat(self.beaver, made["key"]))) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(answer.status for answer in answers), [200] * 7 + [429] * 13)
        refused = next(answer for answer in answers if answer.status == 429)
        self.assertEqual(refused.json()["error"]["code"], "request_cap_reached")
        self.assertNotIn("retry-after", refused.headers)
        self.assertEqual(self.person.ok("GET", f"/api-keys/{made['id']}")["requests_made"], 7)
        self.person.ok("PATCH", f"/api-keys/{made['id']}", {"request_cap": 8})
        self.assertEqual([chat(self.beaver, made["key"]).status for _ in range(2)], [200, 429])

    def test_a_cap_holds_over_a_kill_and_counts_only_what_was_let_through(self):
        with keys.gateway() as gateway:
            person = Person(gateway.beaver)
            made = person.key(request_cap=5)
            for _ in range(2):
                self.assertEqual(chat(gateway.beaver, made["key"]).status, 200)
            for _ in range(3):
                self.assertEqual(chat(gateway.beaver, made["key"], model="there-is-none").status, 404)
            gateway.beaver.kill()
            gateway.beaver.start()
            statuses = [chat(gateway.beaver, made["key"]).status for _ in range(5)]
            self.assertEqual(statuses, [200, 200, 200, 429, 429])

    def test_a_cap_that_comes_later_counts_what_was_before(self):
        made = self.person.key()
        for _ in range(3):
            self.check(chat(self.beaver, made["key"]), 200)
        self.person.ok("PATCH", f"/api-keys/{made['id']}", {"request_cap": 4})
        self.assertEqual([chat(self.beaver, made["key"]).status for _ in range(2)], [200, 429])

    def test_a_budget_of_the_key(self):
        made = self.person.key(daily_budget=0.0002)
        self.assertEqual(float(made["daily_budget"]), 0.0002)
        statuses = [chat(self.beaver, made["key"], max_tokens=5).status]
        while len(statuses) < 60 and statuses[-1] == 200:
            statuses.append(chat(self.beaver, made["key"], max_tokens=5).status)
        self.assertEqual(statuses[0], 200)
        self.assertIn(statuses[-1], (402, 429))
        self.check(chat(self.beaver, self.person.key()["key"]), 200)

    def test_limits_of_the_key(self):
        made = self.person.key(limits={"requests_per_day": 2})
        self.assertEqual([chat(self.beaver, made["key"]).status for _ in range(3)], [200, 200, 429])

    def test_last_use_reaches_the_database_by_itself(self):
        made = self.person.key()
        self.check(chat(self.beaver, made["key"]), 200)
        self.beaver.terminate()
        self.assertTrue(self.beaver.rows("SELECT last_used_at FROM api_keys WHERE id = ?", made["id"])[0][0])
        self.beaver.start()


if __name__ == "__main__":
    unittest.main()
