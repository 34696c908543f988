"""Rows 52–90 of the list of bad input (B2 of the research notes): what no honest client sends to the API. The number of a row is in
the name of its test; ELSEWHERE names the tests that show the others. Rows 1–51 are the edge's (tests/tables/edge_bad_input.txt)."""

import json
import pathlib
import re
import socket
import time
import unittest
import zlib

from harness.gateway import Gateway
from harness.waiting import eventually

E2E = pathlib.Path(__file__).resolve().parents[1]
MODEL = "gpt-4o-mini"
SAY = {"model": MODEL, "messages": [{"role": "user", "content": "Hello"}], "max_tokens": 16}
CHAT = "/v1/chat/completions"
JSON = {"Content-Type": "application/json"}

ELSEWHERE = {
    72: ("money/overspend_test.py", "test_no_money_at_all"),
    73: ("http/surface_test.py", "test_the_free_plan_ends_at_sixty_a_minute"),
    75: ("people/accounts_test.py", "test_what_cannot_be_an_account_is_named"),
    76: ("people/bad_input_test.py", "test_tokens_that_nobody_signed"),
    78: ("authorization/roles_test.py", "test_somebody_elses_ids_are_not_there"),
    84: ("people/bad_input_test.py", "test_another_origin_reads_nothing"),
    85: ("people/browser_test.py", "test_another_sites_page_changes_nothing"),
    87: ("people/accounts_test.py", "test_a_poisoned_host_is_in_no_link"),
}


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = cls.enterClassContext(Gateway("ok", BEAVER_METRICS_ALLOW="192.0.2.1"))
        cls.beaver = cls.gateway.beaver
        cls.account = cls.beaver.account()
        cls.other = cls.beaver.account()

    def assertRefused(self, answer, *statuses):
        """With the error's body, and nothing in it of the gateway's inside."""
        self.assertIn(answer.status, statuses, answer)
        text = answer.body.decode()
        self.assertTrue(json.loads(text)["error"]["message"], text)
        self.assertNotRegex(text, r"(?i)sqlite|\.cpp|select |syntax error near")
        return json.loads(text)["error"]

    def chat(self, body, headers=None):
        return self.beaver.call("POST", CHAT, body, self.account.key, headers)

    def test_row_52_every_refused_credential_is_answered_alike(self):
        tried = [{}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer"}, {"Authorization": "Bearer beaver_" + "x" * 43},
                 {"Authorization": self.account.key}, {"x-api-key": "beaver_" + "y" * 43}]
        for headers in tried:
            with self.subTest(headers):
                self.assertRefused(self.beaver.call("POST", CHAT, SAY, headers=headers), 401)
        unknown = {self.beaver.call("POST", CHAT, SAY, key="beaver_" + letter * 43).body for letter in "abc"}
        self.assertEqual(len(unknown), 1)
        for name in ("key", "api_key", "access_token"):
            self.assertRefused(self.beaver.call("GET", f"/account/balance?{name}={self.account.key}"), 401)

    def test_row_52_two_authorization_headers(self):
        raw = (f"GET /account/balance HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {self.account.key}\r\n"
               f"Authorization: Bearer {self.other.key}\r\n\r\n").encode()
        with socket.create_connection(("127.0.0.1", self.beaver.port), 30) as connection:
            connection.sendall(raw)
            self.assertIn(connection.makefile("rb").readline().split()[1], (b"400", b"401"))

    def test_row_53_credentials_that_look_like_something_else(self):
        for key in ("x" * 257, "' OR 1=1--", "%", "beaver_%", "é" * 20, "beaver_" + "x" * 42 + "'", "*"):
            for name, value in (("Authorization", f"Bearer {key}"), ("x-api-key", key)):
                with self.subTest(name=name, key=key[:20]):
                    self.assertRefused(self.beaver.call("GET", "/account/balance", headers={name: value}), 400, 401)

    def test_row_54_two_keys_that_differ(self):
        error = self.assertRefused(self.beaver.call("GET", "/account/balance", key=self.account.key, headers={"x-api-key": self.other.key}), 400)
        self.assertEqual(error["code"], "ambiguous_credential")
        same = self.beaver.call("GET", "/account/balance", key=self.account.key, headers={"x-api-key": self.account.key})
        self.assertEqual(same.status, 200)

    def test_row_54_a_restriction_holds_for_every_place_of_a_key(self):
        narrow = self.beaver.create_key(self.account.id, allowed_models=["text-embedding-3-small"])["key"]
        for headers in ({"Authorization": f"Bearer {narrow}"}, {"x-api-key": narrow}, {"api-key": narrow}, {"x-goog-api-key": narrow}):
            with self.subTest(list(headers)):
                self.assertRefused(self.beaver.call("POST", CHAT, SAY, headers=headers), 403, 404)

    def test_row_55_bodies_of_another_kind(self):
        body = json.dumps(SAY).encode()
        for kind in ("text/plain", "multipart/form-data; boundary=x", "application/json; charset=utf-16", "application/xml", "application/jsonx"):
            with self.subTest(kind):
                self.assertRefused(self.chat(body, {"Content-Type": kind}), 415)
        form = self.beaver.call("POST", "/v1/files", b"file", self.account.key, {"Content-Type": "text/plain"})
        self.assertIn("multipart/form-data", self.assertRefused(form, 415)["message"])

    def test_row_56_compressed_bodies_are_not_unpacked(self):
        bomb = zlib.compress(b'{"model":"' + b"a" * 5_000_000 + b'"}', 9)
        for coding in ("gzip", "deflate", "br", "gzip, gzip"):
            with self.subTest(coding):
                self.assertRefused(self.chat(bomb, JSON | {"Content-Encoding": coding}), 415)

    def test_row_57_bodies_that_are_no_json_object(self):
        whole = json.dumps(SAY).encode()
        for body in (b"", b"null", b"[]", b'"x"', b"1", whole + b"}", whole + whole, whole[:-1], b"{'model':1}", b"\x00"):
            with self.subTest(body[:30]):
                self.assertRefused(self.chat(body, JSON), 400)

    def test_row_58_texts_that_are_none(self):
        for content in (b'"\xff"', b'"\xc0\xaf"', rb'"\ud800"', rb'"\ud800\ud800"', b'"\xed\xa0\x80"', b'"a\x00b"'):
            with self.subTest(content):
                self.assertRefused(self.chat(b'{"model":"gpt-4o-mini","messages":[{"role":"user","content":' + content + b"}]}", JSON), 400)
        self.assertRefused(self.chat(b"\xef\xbb\xbf" + json.dumps(SAY).encode(), JSON), 400)

    def test_row_59_nesting(self):
        for opened, closed in ((b"[", b"]"), (b'{"a":', b"}")):
            with self.subTest(opened):
                deep = opened * 10_000 + b"1" + closed * 10_000
                self.assertRefused(self.chat(b'{"model":"gpt-4o-mini","messages":' + deep + b"}", JSON), 400)

    def test_row_60_names_that_are_given_twice(self):
        rest = b'"messages":[{"role":"user","content":"x"}]}'
        for twice in (b'{"model":"gpt-4o-mini","model":"gpt-4o",', b'{"model":"gpt-4o-mini","stream":false,"stream":true,',
                      b'{"model":"gpt-4o-mini","max_tokens":1,"max_tokens":1000000,', rb'{"model":"gpt-4o-mini","mod\u0065l":"gpt-4o",'):
            with self.subTest(twice):
                self.assertRefused(self.chat(twice + rest, JSON), 400)

    def test_row_61_an_escaped_name_is_the_name(self):
        answer = self.chat(rb'{"mod\u0065l":"gpt-4o-mini","messages":[{"role":"user","content":"x"}],"max_tok\u0065ns":16}', JSON)
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(self.beaver.receipt(self.account.key, answer.request_id)["model"], MODEL)

    def test_row_62_numbers_that_are_none(self):
        for number in (b"1e400", b"NaN", b"0x1", b"Infinity", b"9" * 30, b"-1", b"1.5", b'"5"', b"9223372036854775808", b"01", b"+1", b"0"):
            with self.subTest(number):
                error = self.assertRefused(self.chat(b'{"model":"gpt-4o-mini","messages":[{"role":"user","content":"x"}],"max_tokens":' + number + b"}", JSON), 400)
                if json_reads(number):
                    self.assertEqual(error["param"], "max_tokens")

    def test_row_63_more_than_was_paid_for(self):
        poor = self.beaver.account(balance=0.001)
        for more in ({"n": 1_000_000}, {"n": 100, "max_tokens": 16_000}, {"n": 0}, {"n": -1}, {"n": 1.5}):
            with self.subTest(more):
                self.assertRefused(self.beaver.call("POST", CHAT, SAY | more, poor.key), 400, 402)
        self.beaver.assert_balanced()

    def test_row_64_models_that_are_not_there(self):
        for model in ("nobody/nothing", "../../etc/passwd", "gpt-4o-mini?x=1", "gpt-4o-mini\r\nHost: evil", "x" * 1_000_000, "%00", "' OR 1=1--"):
            with self.subTest(model[:30]):
                error = self.assertRefused(self.chat(SAY | {"model": model}), 400, 404)
                self.assertLess(len(error["message"]), 1000)

    def test_row_65_a_model_that_the_key_may_not_use(self):
        narrow = self.beaver.create_key(self.account.id, allowed_models=["text-embedding-3-small"])["key"]
        self.assertRefused(self.beaver.call("POST", CHAT, SAY, narrow), 403, 404)
        self.assertRefused(self.beaver.call("GET", f"/v1/models/{MODEL}", key=narrow), 403, 404)

    def test_row_66_messages_without_end_or_beginning(self):
        for messages in ([], "hello", {}, None, [None], ["x"], [{"content": "x"}], [{"role": 1, "content": "x"}]):
            with self.subTest(messages):
                self.assertRefused(self.chat(SAY | {"messages": messages}), 400)
        self.assertRefused(self.chat(SAY | {"messages": [{"role": "user", "content": "x" * 12_000_000}]}), 413)

    def test_row_67_the_gateway_fetches_no_address_of_a_client(self):
        with socket.create_server(("127.0.0.1", 0)) as trap:
            trap.settimeout(0.2)
            for address in (f"http://127.0.0.1:{trap.getsockname()[1]}/x.png", f"http://[::ffff:127.0.0.1]:{trap.getsockname()[1]}/x.png",
                            f"http://2130706433:{trap.getsockname()[1]}/x.png", "http://169.254.169.254/latest/", "file:///etc/passwd", "gopher://127.0.0.1/x"):
                with self.subTest(address):
                    answer = self.chat(SAY | {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": address}}]}]})
                    self.assertIn(answer.status, (200, 400, 402))
                    self.assertNotIn(b"root:", answer.body)
            with self.assertRaises(TimeoutError):
                trap.accept()

    def test_row_68_the_client_names_no_upstream(self):
        with socket.create_server(("127.0.0.1", 0)) as trap:
            trap.settimeout(0.2)
            url = f"http://127.0.0.1:{trap.getsockname()[1]}/v1"
            for more in ({"api_base": url}, {"base_url": url}, {"extra_headers": {"Host": "evil"}}, {"api_key": "sk-mine"}):
                with self.subTest(more):
                    answer = self.chat(SAY | more, {"X-Forwarded-Host": "evil.example", "X-Upstream-Host": "evil.example"})
                    self.assertIn(answer.status, (200, 400))
            with self.assertRaises(TimeoutError):
                trap.accept()

    def test_row_69_a_schema_passes_within_the_size(self):
        recursive = {"type": "object", "properties": {"a": {"$ref": "#"}}}
        tool = {"type": "function", "function": {"name": "f", "parameters": recursive}}
        self.assertEqual(self.chat(SAY | {"tools": [tool]}).status, 200)
        large = {"type": "object", "description": "x" * 12_000_000}
        self.assertRefused(self.chat(SAY | {"tools": [{"type": "function", "function": {"name": "f", "parameters": large}}]}), 413)

    def test_row_70_a_stream_is_one_whatever_is_accepted(self):
        answer = self.chat(SAY | {"stream": True}, {"Accept": "application/json"})
        self.assertTrue(answer.headers["content-type"].startswith("text/event-stream"), answer.headers)

    def test_row_71_usage_is_counted_though_it_was_not_asked_for(self):
        answer = self.chat(SAY | {"stream": True})
        receipt = self.beaver.settled_receipt(self.account, answer.request_id)
        self.assertGreater(receipt["cost"], 0)
        self.assertNotIn(b'"choices":[]', answer.body.replace(b" ", b""))

    def test_row_74_idempotency_keys(self):
        for value in ("x" * 256, ""):
            with self.subTest(value[:5]):
                self.assertRefused(self.chat(SAY, {"Idempotency-Key": value}), 400)
        name = {"Idempotency-Key": "row-74"}
        self.assertEqual(self.chat(SAY, name).status, 200)
        self.assertRefused(self.chat(SAY | {"max_tokens": 17}, name), 409, 422)

    def test_row_77_nobody_gives_themselves_more(self):
        before = self.beaver.call("GET", "/users/me", key=self.account.key).json()
        for field, value in (("role", "admin"), ("balance", 1e6), ("allowed_routes", ["/*"]), ("account_id", self.other.id), ("plan", "enterprise"),
                             ("status", "active"), ("pricing_policy", "free"), ("id", self.other.id), ("email_verified", True)):
            for path in ("/users/me", "/auth/me"):
                with self.subTest(path=path, field=field):
                    error = self.assertRefused(self.beaver.call("PATCH", path, {field: value}, self.account.key), 400, 403)
                    if error["param"]:
                        self.assertEqual(error["param"], field)
        after = self.beaver.call("GET", "/users/me", key=self.account.key).json()
        self.assertEqual({name: before[name] for name in ("id", "role", "plan", "balance")}, {name: after[name] for name in ("id", "role", "plan", "balance")})

    def test_row_79_searches_and_pages(self):
        token = self.beaver.login()
        for path in ("/admin/api-keys", "/admin/accounts", "/admin/calls", "/admin/audit", "/admin/transactions"):
            for query in ("limit=-1", "limit=0", "limit=1000000000", "limit=x", "limit=9223372036854775808", "limit=1%20OR%201"):
                with self.subTest(path=path, query=query):
                    self.assertRefused(self.beaver.call("GET", f"{path}?{query}", key=token), 400)
        for query in ("search=%25%25%25%25%25_", "search='%20OR%201=1--", "after='%20OR%201=1--"):
            with self.subTest(query):
                answer = self.beaver.call("GET", f"/admin/api-keys?{query}", key=token)
                self.assertIn(answer.status, (200, 400))
                if query.startswith("search"):
                    self.assertEqual(answer.json()["data"], [], "a sign of LIKE stands for itself")
        self.assertIn(self.beaver.call("GET", "/admin/api-keys?search=" + "x" * 1_000_000, key=token).status, (400, 414))

    def test_rows_80_and_81_names_are_text(self):
        for name in ("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>"):
            with self.subTest(name):
                made = self.beaver.create_key(self.account.id, name=name)
                self.assertEqual(made["name"], name)
                listed = self.beaver.call("GET", "/api-keys", key=self.account.key)
                self.assertTrue(listed.headers["content-type"].startswith("application/json"))
        for name in ("a\nb", "a\x1b[31mb", "a\x00b"):
            with self.subTest(name):
                token = self.beaver.login()
                self.assertRefused(self.beaver.call("POST", "/admin/api-keys", {"account_id": self.account.id, "name": name}, token), 400, 422)

    def test_row_82_no_payment_is_believed_before_there_is_a_secret(self):
        for headers in ({}, {"Stripe-Signature": "t=1,v1=" + "0" * 64}):
            self.assertRefused(self.beaver.call("POST", "/webhooks/stripe", {"type": "checkout.session.completed"}, headers=headers), 400, 404)

    def test_row_83_amounts_that_are_none(self):
        token = self.beaver.login()
        for amount in (b"-1", b"0", b"1e-12", b"1e30", b'"x"', b'"NaN"', b"NaN", b"null", b"[]", b"1e400", b"0.0000000001"):
            for path, field in (("/admin/top-up", b"amount"), ("/admin/add_credits", b"credits")):
                with self.subTest(path=path, amount=amount):
                    body = b'{"account_id":"%s","%s":%s}' % (self.account.id.encode(), field, amount)
                    self.assertRefused(self.beaver.call("POST", path, body, token, JSON), 400, 422)
        self.beaver.assert_balanced()

    def test_row_86_a_peer_that_is_no_proxy_names_no_address(self):
        fenced = self.beaver.create_key(self.account.id, allowed_ips=["192.0.2.7/32"])["key"]
        for headers in ({"X-Forwarded-For": "192.0.2.7"}, {"Forwarded": "for=192.0.2.7"}, {"X-Real-IP": "192.0.2.7"}, {"CF-Connecting-IP": "192.0.2.7"}):
            with self.subTest(headers):
                self.assertRefused(self.beaver.call("GET", "/account/balance", key=fenced, headers=headers), 403)

    def test_row_88_the_inside_is_not_shown(self):
        self.assertRefused(self.beaver.call("GET", "/metrics", key=self.account.key), 403)
        for path in ("/debug", "/debug/pprof", "/.env", "/server-status", "/actuator"):
            self.assertRefused(self.beaver.call("GET", path), 401, 404)
        health = self.beaver.call("GET", "/health")
        self.assertNotIn("version", health.json())
        self.assertNotRegex(str(health.headers.get("server", "")), r"\d")

    def test_row_89_unknown_keys_fill_no_log_and_stop_nobody(self):
        def lines():
            return [json.loads(line) for line in self.beaver.process.lines[before:] if '"status":401' in line]

        before, began = len(self.beaver.process.lines), time.monotonic()
        for number in range(300):
            self.assertEqual(self.beaver.call("GET", "/account/balance", key=f"beaver_{number:043d}").status, 401)
        seconds = time.monotonic() - began
        self.assertEqual(self.beaver.call("GET", "/account/balance", key=self.account.key).status, 200)
        eventually(lambda: sum(line.get("lines_left_out", 1) for line in lines()) >= 300, "line about all 300")
        self.assertLess(len(lines()), 21 * (seconds + 2))

    def test_a_stranger_is_told_before_a_large_body_is_taken(self):
        for headers in ("", "Authorization: Bearer beaver_%043d\r\n" % 7, "X-Beaver-Key-Id: key_0\r\nX-Beaver-Signature: 00\r\nX-Beaver-Timestamp: 1\r\n"):
            for framing in ("Content-Length: 4000000", "Transfer-Encoding: chunked"):
                with self.subTest(headers=headers, framing=framing), socket.create_connection(("127.0.0.1", self.beaver.port), 20) as stream:
                    stream.sendall(f"POST {CHAT} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{headers}{framing}\r\n\r\n".encode())
                    self.assertIn(b" 401 ", stream.recv(4096), "with nothing of the body sent")

    def test_every_other_row_has_its_test_elsewhere(self):
        for row, (file, name) in ELSEWHERE.items():
            with self.subTest(row):
                self.assertRegex((E2E / file).read_text(), rf"def {name}\(")
        here = {int(number) for name in dir(self) for number in re.findall(r"rows?_(\d+)|and_(\d+)", name) for number in number if number}
        self.assertEqual(set(range(52, 91)) - here - set(ELSEWHERE), {90}, "90 is shown by http/drain_test.py and cli/commands_test.py")


def json_reads(number):
    try:
        json.loads(number, parse_constant=lambda _: 1 / 0)
        return len(number) < 20 and number != b"1e400"
    except (ValueError, ZeroDivisionError):
        return False


if __name__ == "__main__":
    unittest.main()
