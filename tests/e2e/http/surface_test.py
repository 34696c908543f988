"""What every path keeps to: health, request ids, error shapes, CORS, limits, and secrets that never show."""

import decimal
import json
import pathlib
import re
import unittest

from harness import client
from harness.beaver import Beaver, beaver_process
from harness.waiting import within_one

SAY = {"model": "beaver/echo", "messages": [{"role": "user", "content": "Hello"}]}
ORIGIN = "https://app.example.com"


class Surface(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = Beaver(CORS_ORIGINS=ORIGIN, BEAVER_METRICS_ALLOW="192.0.2.1").start()
        cls.addClassCleanup(cls.beaver.close)
        cls.account = cls.beaver.account()

    def call(self, method, path, body=None, key=None, headers=None):
        return self.beaver.call(method, path, body, key, headers)

    def assertError(self, answer, status, code=None):
        """OpenAI's error object, and FastAPI's `detail` beside it."""
        self.assertEqual(answer.status, status, answer)
        body = answer.json()
        self.assertEqual(set(body["error"]) & {"message", "type", "param", "code"}, {"message", "type", "param", "code"})
        self.assertTrue(body["error"]["message"])
        self.assertEqual(body["detail"], body["error"]["message"])
        self.assertIn("x-request-id", answer.headers)
        self.assertTrue(answer.headers["content-type"].startswith("application/json"))
        if code:
            self.assertEqual(body["error"]["code"], code)

    def assertAnswer(self, *paths):
        for path in paths:
            with self.subTest(path):
                answer = self.call("GET", path)
                self.assertEqual(answer.status, 200)
                answer.json()

    def test_health_answers_without_a_credential(self):
        self.assertAnswer("/health", "/health/live", "/health/ready", "/")

    def test_status_answers_without_a_credential(self):
        self.assertAnswer("/status/uptime", "/status/latency")

    def test_the_pages_answer(self):
        for path in ("/docs", "/redoc"):
            with self.subTest(path):
                self.assertEqual(self.call("GET", path).status, 200)

    def test_the_openapi_document_names_the_paths(self):
        document = self.call("GET", "/openapi.json").json()
        self.assertTrue(document["openapi"].startswith("3."))
        for path in ("/v1/chat/completions", "/v1/models", "/admin/accounts", "/admin/api-keys", "/account/balance"):
            self.assertIn(path, document["paths"])

    def test_head_is_get_without_the_body(self):
        answer = self.call("HEAD", "/health")
        self.assertEqual((answer.status, answer.body), (200, b""))

    def test_metrics_are_for_the_administrator(self):
        answer = self.call("GET", "/metrics", key=self.beaver.login())
        self.assertEqual(answer.status, 200)
        self.assertRegex(answer.body.decode(), r"(?m)^# TYPE \w+ (counter|gauge|histogram|summary)$")
        self.assertError(self.call("GET", "/metrics", key=self.account.key), 403)
        self.assertError(self.call("GET", "/metrics"), 401)

    def test_request_ids_are_made_and_differ(self):
        ids = {self.call("GET", "/health").request_id for _ in range(20)}
        self.assertEqual(len(ids), 20)
        self.assertTrue(all(re.fullmatch(r"[\w.-]{8,128}", request_id) for request_id in ids), ids)

    def test_a_sound_request_id_of_the_clients_own_is_kept(self):
        answer = self.call("GET", "/health", headers={"x-request-id": "e2e-kept.1_A"})
        self.assertEqual(answer.request_id, "e2e-kept.1_A")

    def test_an_unsound_request_id_is_replaced(self):
        for unsound in ("with space", "x" * 1000, "<script>", "a;b"):
            with self.subTest(unsound):
                self.assertNotEqual(self.call("GET", "/health", headers={"x-request-id": unsound}).request_id, unsound)

    def test_who_is_refused_before_a_long_body_gets_a_whole_answer_too(self):
        long = {**SAY, "max_tokens": 9, "messages": [{"role": "user", "content": "words " * 20_000}]}
        for path in ("/v1/chat/completions", "/v1/messages"):
            for key in (None, "beaver_nobody"):
                with self.subTest(path, key=key):
                    answer = self.call("POST", path, long, key, {"Origin": ORIGIN, "x-request-id": "e2e-long.1"})
                    self.assertEqual(answer.status, 401)
                    self.assertEqual(answer.request_id, "e2e-long.1")
                    self.assertEqual(answer.headers["access-control-allow-origin"], ORIGIN)
                    self.assertEqual(answer.headers["www-authenticate"], "Bearer")
                    if path == "/v1/messages":
                        self.assertEqual(answer.headers["request-id"], "e2e-long.1")
                        self.assertEqual(answer.json()["request_id"], "e2e-long.1")

        answer = self.call("POST", "/user/api-keys", {"name": "n" * 50_000})
        self.assertEqual(answer.status, 422)

    def raw(self, lines):
        connection = client.Raw(self.beaver.port)
        connection.send("\r\n".join([*lines, "", ""]).encode())
        return connection.read_rest()

    def test_what_the_edge_refuses_has_a_request_id(self):
        kept = {"Host": "x", "x-request-id": "e2e-edge.1", "Origin": ORIGIN}
        for name, lines in (("no length", ["POST /v1/chat/completions HTTP/1.1", "Host: x"]),
                            ("no host", ["GET /health HTTP/1.1"])):
            with self.subTest(name):
                self.assertRegex(self.raw(lines).headers["x-request-id"], r"^[\w.-]{8,128}$")
        answer = self.raw(["POST /auth/login HTTP/1.1", "Content-Length: 99999999",
                           *(f"{name}: {value}" for name, value in kept.items())])
        self.assertEqual(answer.status, 413)
        self.assertEqual(answer.request_id, "e2e-edge.1")
        self.assertEqual(answer.headers["access-control-allow-origin"], ORIGIN)

    def test_no_credential_and_an_unknown_one(self):
        for headers in ({}, {"Authorization": "Bearer beaver_nobody"}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer"},
                        {"x-api-key": "beaver_nobody"}):
            with self.subTest(headers):
                self.assertError(self.call("POST", "/v1/chat/completions", SAY, headers=headers), 401)
        self.assertError(self.call("GET", "/account/balance"), 401)
        self.assertError(self.call("POST", "/admin/accounts", {"email": "a@example.com"}), 401)

    def test_all_places_of_a_key(self):
        for name, value in (("Authorization", f"Bearer {self.account.key}"), ("x-api-key", self.account.key),
                            ("api-key", self.account.key), ("x-goog-api-key", self.account.key)):
            with self.subTest(name):
                self.assertEqual(self.call("POST", "/v1/chat/completions", SAY, headers={name: value}).status, 200)
        self.assertEqual(self.call("GET", f"/v1/models?key={self.account.key}").status, 401)

    def test_a_plain_account_is_no_administrator(self):
        for method, path, body in (("GET", "/admin/accounts", None), ("POST", "/admin/accounts", {"email": "b@example.com"}),
                                   ("POST", "/admin/top-up", {"account_id": self.account.id, "amount": 5}),
                                   ("GET", "/admin/ledger/proof", None)):
            with self.subTest(path):
                self.assertError(self.call(method, path, body, key=self.account.key), 403)

    def test_a_key_without_the_scope_or_the_model(self):
        for limits in ({"scopes": ["embeddings"]}, {"allowed_models": ["beaver/lorem"]}):
            with self.subTest(limits):
                key = self.beaver.admin("POST", "/admin/api-keys", {"account_id": self.account.id, "name": "narrow"} | limits)
                self.assertError(self.call("POST", "/v1/chat/completions", SAY, key["key"]), 403)

    def test_somebody_elses_things_are_not_there(self):
        other = self.beaver.account()
        answer = self.beaver.complete(other, "beaver/echo")
        self.assertEqual(answer.status, 200)
        self.assertError(self.call("GET", f"/v1/receipts/{answer.request_id}", key=self.account.key), 404)

    def test_no_such_path_model_or_receipt(self):
        self.assertError(self.call("GET", "/no/such/path", key=self.account.key), 404)
        self.assertError(self.call("POST", "/v1/chat/completions", SAY | {"model": "nobody/nothing"}, self.account.key), 404,
                         "model_not_found")
        self.assertError(self.call("GET", "/v1/receipts/req_nothing", key=self.account.key), 404)

    def test_wrong_method_names_the_right_ones(self):
        answer = self.call("GET", "/v1/chat/completions", key=self.account.key)
        self.assertError(answer, 405)
        self.assertIn("POST", answer.headers["allow"])

    def test_malformed_bodies(self):
        for body in (b"", b"{", b"[]", b"null", b'{"model":1,"messages":[]}', b'{"model":"beaver/echo"}',
                     b'{"model":"beaver/echo","messages":"hello"}', b'{"model":"beaver/echo","model":"beaver/lorem","messages":[]}',
                     b'{"model":"beaver/echo","messages":[{"role":"user","content":"x"}],"max_tokens":-1}',
                     b'{"model":"beaver/echo","messages":[{"role":"user","content":"x"}],"max_tokens":1e400}',
                     b"[" * 100_000, b'{"model":"\xff"}'):
            with self.subTest(body[:60]):
                self.assertError(self.call("POST", "/v1/chat/completions", body, self.account.key), 400)

    def test_another_media_type(self):
        answer = self.call("POST", "/v1/chat/completions", b"model=beaver/echo", self.account.key,
                           {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertError(answer, 415)

    def test_too_large_a_body(self):
        raw = client.request_bytes("POST", "/v1/chat/completions", b"", self.account.key).replace(
            b"Content-Length: 0", b"Content-Length: 1000000000")
        connection = client.Raw(self.beaver.port)
        connection.send(raw)
        self.assertEqual(connection.read_rest().status, 413)

    def test_too_large_headers(self):
        self.assertEqual(self.call("GET", "/health", headers={"x-large": "a" * 100_000}).status, 431)

    def test_cors_for_the_origin_that_is_allowed(self):
        answer = self.call("OPTIONS", "/v1/chat/completions", headers={
            "Origin": ORIGIN, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"})
        self.assertIn(answer.status, (200, 204))
        self.assertEqual(answer.headers["access-control-allow-origin"], ORIGIN)
        self.assertIn("POST", answer.headers["access-control-allow-methods"])
        self.assertIn("authorization", answer.headers["access-control-allow-headers"].lower())
        plain = self.call("GET", "/v1/models", key=self.account.key, headers={"Origin": ORIGIN})
        self.assertEqual(plain.headers["access-control-allow-origin"], ORIGIN)
        self.assertIn("origin", plain.headers["vary"].lower())

    def test_cors_for_another_origin(self):
        answer = self.call("OPTIONS", "/v1/chat/completions", headers={
            "Origin": "https://evil.example.org", "Access-Control-Request-Method": "POST"})
        self.assertNotIn("access-control-allow-origin", answer.headers)

    def test_cost_headers(self):
        answer = self.beaver.complete(self.account, "beaver/echo")
        receipt = self.beaver.receipt(self.account.key, answer.request_id)
        self.assertEqual(decimal.Decimal(answer.headers["x-beaver-cost"]), decimal.Decimal(receipt["cost"]))
        for name in ("x-beaver-balance", "x-beaver-provider", "x-beaver-attempts", "x-beaver-overhead-ms"):
            self.assertIn(name, answer.headers)
        self.assertIn(answer.headers["x-beaver-cache"], ("hit", "miss", "off"))

    def test_beavers_own_chat_path_takes_ids_with_a_slash(self):
        answer = self.call("POST", "/v1/models/beaver/echo/chat", {"messages": SAY["messages"]}, self.account.key)
        self.assertEqual(answer.status, 200, answer)
        body = answer.json()
        self.assertIn("Hello", body["choices"][0]["message"]["content"])
        self.assertIn("cost", body["usage"])
        self.assertIn("balance", body)

    def test_lists_come_in_pages(self):
        for number in range(3):
            self.beaver.admin("POST", "/admin/accounts", {"email": f"page{number}@example.com", "initial_balance": 0})
        seen, after = [], ""
        while True:
            page = self.beaver.admin("GET", f"/admin/accounts?limit=2{after}")
            self.assertLessEqual(len(page["data"]), 2)
            seen += [account["id"] for account in page["data"]]
            if not page["has_more"]:
                break
            after = f"&after={page['next']}"
        self.assertEqual(len(seen), len(set(seen)))
        self.assertGreaterEqual(len(seen), 4)


class RateLimits(unittest.TestCase):
    def test_the_free_plan_ends_at_sixty_a_minute(self):
        with Beaver() as beaver:
            def burst():
                account = beaver.account(plan="free")
                raw = client.request_bytes("POST", "/v1/chat/completions", SAY, account.key)
                return client.crowd(beaver.port, [raw] * 100)
            answers = within_one(60, burst)
            served = [answer for answer in answers if answer.status == 200]
            refused = [answer for answer in answers if answer.status == 429]
            self.assertEqual((len(served), len(refused)), (60, 40), {answer.status for answer in answers})
            for answer in refused:
                self.assertGreater(int(answer.headers["retry-after"]), 0)
                self.assertGreater(int(answer.headers["retry-after-ms"]), 0)
            self.assertEqual(served[0].headers["x-ratelimit-limit-requests"], "60")
            beaver.assert_balanced()


class Secrets(unittest.TestCase):
    """Promise P17: a credential shows nowhere but where its owner gets it."""

    CANARIES = {"provider": "sk-canary-provider-5b1f", "password": "canary-Password-77ab", "header": "beaver_canary-header-91cd",
                "query": "canary-query-3e2d", "login": "canary-Login-44aa"}

    def test_no_canary_shows(self):
        with Beaver(OPENAI_API_KEY=self.CANARIES["provider"], OPENAI_BASE_URL="http://127.0.0.1:9/v1") as beaver:
            account = beaver.account()
            answers = [
                beaver.call("POST", "/auth/register", {"email": "canary@example.com", "password": self.CANARIES["password"]}),
                beaver.call("POST", "/auth/login", {"email": "canary@example.com", "password": self.CANARIES["password"]}),
                beaver.call("POST", "/auth/login", {"email": "canary@example.com", "password": self.CANARIES["login"]}),
                beaver.call("POST", "/v1/chat/completions", SAY, self.CANARIES["header"]),
                beaver.call("POST", "/v1/chat/completions", SAY, headers={"x-api-key": self.CANARIES["header"]}),
                beaver.call("GET", f"/v1/models?key={self.CANARIES['query']}"),
                beaver.call("GET", f"/no/such/path?key={self.CANARIES['query']}"),
                beaver.complete(account, "gpt-4o-mini"),  # its provider refuses the connection
            ]
            answers.append(beaver.call("GET", "/metrics", key=beaver.login()))
            beaver.terminate()
            secrets = list(self.CANARIES.values()) + [account.key, beaver_process.ADMIN_PASSWORD]
            for secret in secrets:
                with self.subTest(secret):
                    self.assertNotIn(secret, beaver.process.output())
                    for path in filter(pathlib.Path.is_file, beaver.folder.glob("beaver.db*")):
                        self.assertNotIn(secret.encode(), path.read_bytes(), path.name)
                    for answer in answers:
                        self.assertNotIn(secret.encode(), answer.body)

    def test_what_is_kept_is_for_its_owner_alone(self):
        with Beaver() as beaver:
            for path in filter(pathlib.Path.is_file, beaver.folder.glob("beaver.db*")):
                self.assertEqual(path.stat().st_mode & 0o077, 0, path.name)


class Forwarded(unittest.TestCase):
    """Behind a proxy on this machine. Names of headers that differ in their case make two lines of one header."""

    @classmethod
    def setUpClass(cls):
        cls.beaver = Beaver(BEAVER_TRUSTED_PROXIES="::ffff:127.0.0.1,10.0.0.0/8", BEAVER_ACCESS_LOG="on").start()
        cls.addClassCleanup(cls.beaver.close)
        cls.account = cls.beaver.account()
        cls.key = cls.beaver.create_key(cls.account.id, allowed_ips=["203.0.113.7"])["key"]

    def status(self, *lines):
        names = ("X-Forwarded-For", "x-forwarded-for", "X-FORWARDED-FOR")
        return self.beaver.call("GET", "/v1/models", key=self.key, headers=dict(zip(names, lines))).status

    def test_what_the_proxy_added_last_counts(self):
        for lines, status in ((("203.0.113.7",), 200), (("203.0.113.7", "198.51.100.1"), 403), (("203.0.113.7, 198.51.100.1",), 403),
                              (("198.51.100.1", "203.0.113.7"), 200), (("198.51.100.1", "203.0.113.7, 10.0.0.1"), 200),
                              (("203.0.113.7", "::ffff:10.0.0.1"), 200), (("203.0.113.7", 'zz"}', "10.0.0.1"), 403), ((), 403)):
            with self.subTest(lines):
                self.assertEqual(self.status(*lines), status)

    def test_what_is_no_address_breaks_no_line_of_the_log(self):
        for hop in ('zz"}', '::1%"}', "203.0.113.7\\"):
            self.assertEqual(self.status(hop), 403)
        self.beaver.call("GET", "/health", headers={"x-forwarded-for": "203.0.113.7", "x-request-id": "the-last-one"})
        self.beaver.process.wait_for_line("the-last-one")
        lines = [json.loads(line) for line in self.beaver.process.output().splitlines() if line.startswith('{"time"')]
        self.assertTrue(lines)
        self.assertLessEqual({line["address"] for line in lines}, {"127.0.0.1", "203.0.113.7", "198.51.100.1", "10.0.0.1", "::ffff:10.0.0.1"})

    def test_metrics_are_open_only_to_whom_no_proxy_stands_before(self):
        self.assertEqual(self.beaver.call("GET", "/metrics").status, 200)
        for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
            with self.subTest(name):
                self.assertEqual(self.beaver.call("GET", "/metrics", headers={name: "127.0.0.1"}).status, 401)
                self.assertEqual(self.beaver.call("GET", "/metrics", key=self.beaver.login(), headers={name: "127.0.0.1"}).status, 200)


if __name__ == "__main__":
    unittest.main()
