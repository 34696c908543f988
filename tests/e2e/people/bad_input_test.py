"""What no honest client sends to the sign-in paths; and that no secret shows anywhere."""

import base64
import hashlib
import hmac
import json
import re
import unittest

from harness.beaver import Beaver
from person import PASSWORD, Browser, Person, code_of, new_email


def reason(answer):
    return answer.status, answer.json()["error"]["code"]


def encoded(part):
    return base64.urlsafe_b64encode(part if isinstance(part, bytes) else json.dumps(part).encode()).rstrip(b"=").decode()


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = cls.enterClassContext(Beaver(BEAVER_REGISTRATIONS_PER_HOUR="0"))
        cls.person = Person(cls.beaver)

    def test_credentials_that_are_none(self):
        for headers in ({}, {"authorization": "Basic YTpi"}, {"authorization": "Bearer "}, {"authorization": "Bearer ' OR 1=1--"},
                        {"authorization": "Bearer %00"}, {"authorization": f"Bearer {'x' * 257}"}, {"authorization": "bearer"},
                        {"cookie": "beaver_session="}, {"cookie": "beaver_session=' OR 1=1--"}, {"cookie": f"beaver_session=bvs_{'x' * 43}"},
                        {"cookie": f"beaver_session={self.person.token}"}, {"cookie": f"beaver_session={self.person.key}"},
                        {"authorization": f"Bearer {self.person.refresh}"}):
            with self.subTest(headers):
                self.assertEqual(self.beaver.call("GET", "/auth/me", headers=headers).status, 401)
        self.assertEqual(self.beaver.call("GET", f"/auth/me?key={self.person.key}").status, 401)
        two = {"x-api-key": self.person.key, "authorization": f"Bearer {Person(self.beaver).key}"}
        self.assertEqual(reason(self.beaver.call("GET", "/auth/me", headers=two)), (400, "ambiguous_credential"))

    def test_tokens_that_nobody_signed(self):
        header, claims, signature = self.person.token.split(".")
        known = json.loads(base64.urlsafe_b64decode(claims + "=="))
        others = [f"{encoded({'alg': 'none', 'typ': 'JWT'})}.{claims}.", f"{encoded({'alg': 'HS256', 'kid': '../../dev/null'})}.{claims}.{signature}",
                  f"{header}.{encoded(known | {'role': 'owner'})}.{signature}", f"{header}.{encoded(known | {'exp': '9999999999'})}.{signature}",
                  f"{header}.{claims}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}", f"{header}.{claims}.", f"{header}.{claims}", f"{header}..{signature}", self.person.token + "A",
                  self.person.token[:20] + "x" * 200]
        text = f"{header}.{encoded(known | {'exp': known['exp'] + 10 ** 6})}"
        others.append(f"{text}.{encoded(hmac.new(b'secret', text.encode(), hashlib.sha256).digest())}")
        for token in others:
            with self.subTest(token[:60]):
                self.assertEqual(self.beaver.call("GET", "/auth/me", key=token).status, 401)

    def test_bodies_that_are_none(self):
        deep = b'{"email":' + b"[" * 10_000 + b"]" * 10_000 + b"}"
        for path in ("/auth/login", "/auth/register", "/auth/password/forgot", "/auth/refresh", "/api/auth/login"):
            for body in (b"", b"null", b"[]", b'"x"', b"{}", b'{"email":"a@example.com"', b'{"email":"a"}{"email":"b"}', b"\xef\xbb\xbf{}", b'{"email":"\xff"}',
                         rb'{"email":"\ud800"}', b'{"email":"a@example.com","email":"b@example.com","password":"x"}', deep, b'{"email":1e400}'):
                with self.subTest(path=path, body=body[:40]):
                    answer = self.beaver.call("POST", path, body, headers={"content-type": "application/json"})
                    self.assertEqual(answer.status, 400, answer.body)
            for kind in ("text/plain", "application/json; charset=utf-16", "application/x-www-form-urlencoded"):
                self.assertEqual(self.beaver.call("POST", path, b"{}", headers={"content-type": kind}).status, 415)
            self.assertEqual(self.beaver.call("POST", path, b"{}", headers={"content-type": "application/json", "content-encoding": "gzip"}).status, 415)
            self.assertEqual(self.beaver.call("POST", path, b'{"email":"' + b"a" * 70_000 + b'"}', headers={"content-type": "application/json"}).status, 413)

    def test_names_are_text_however_they_look(self):
        for name in ("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "'; DROP TABLE accounts;--", "%s%n", "☃ 雪"):
            with self.subTest(name):
                answer = self.person.ask("PATCH", "/users/me", {"full_name": name})
                self.assertEqual((answer.status, answer.json()["full_name"]), (200, name))
        for name in ("a\x1b[31mb", "a\nb", "a\x00b", "x" * 201):
            with self.subTest(name[:10]):
                self.assertIn(self.person.ask("PATCH", "/users/me", {"full_name": name}).status, (400, 422))

    def test_pages_out_of_bounds(self):
        for query in ("limit=-1", "limit=0", "limit=1000000000", "limit=x", "limit=1.5", "limit=99999999999999999999"):
            with self.subTest(query):
                self.assertEqual(self.person.ask("GET", f"/auth/sessions?{query}").status, 400)
        self.assertEqual(self.person.ask("GET", "/auth/sessions?after=%27%20OR%201=1--").status, 200)

    def test_tokens_of_one_kind_do_not_pass_for_another(self):
        verification = re.search(r"token=(bvv_\w+)", self.beaver.process.wait_for_line(r"#token=bvv_\w+").string)[1]
        reset = {"token": verification, "password": "quite another 3 thing"}
        self.assertEqual(reason(self.beaver.call("POST", "/auth/password/reset", reset)), (400, "invalid_or_expired_token"))
        self.assertEqual(self.beaver.call("POST", "/auth/login", {"challenge": verification, "code": "123456"}).status, 401)
        self.assertEqual(self.beaver.call("POST", "/auth/refresh", {"refresh_token": verification}).status, 401)
        self.assertEqual(self.beaver.call("GET", "/auth/me", key=verification).status, 401)
        for token in ("", "x" * 300, "bvp_" + "é" * 5, "' OR 1=1--"):
            self.assertEqual(self.beaver.call("POST", "/auth/password/reset", reset | {"token": token}).status, 400)

    def test_a_whole_block_of_ipv6_is_one_caller(self):
        with Beaver(BEAVER_REGISTRATIONS_PER_HOUR="1", BEAVER_TRUSTED_PROXIES="127.0.0.1") as beaver:
            statuses = [beaver.call("POST", "/auth/register", {"email": new_email(), "password": PASSWORD},
                                    headers={"x-forwarded-for": address}).status
                        for address in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")]
            self.assertEqual(statuses, [201, 429, 201])

    def test_an_address_is_not_told_by_a_stranger(self):
        with Beaver(BEAVER_REGISTRATIONS_PER_HOUR="1") as beaver:
            statuses = [beaver.call("POST", "/auth/register", {"email": new_email()}, headers={"x-forwarded-for": f"192.0.2.{number}"}).status
                        for number in range(3)]
            self.assertEqual(statuses, [201, 429, 429])

    def test_another_origin_reads_nothing(self):
        for origin in ("https://evil.example", "null"):
            answer = self.beaver.call("GET", "/auth/me", key=self.person.token, headers={"origin": origin})
            self.assertNotIn("access-control-allow-origin", answer.headers)
            self.assertNotIn("access-control-allow-credentials", answer.headers)

    def test_pages_of_mails_are_fenced_in(self):
        for path in ("/auth/email/verify", "/auth/password/forgot", "/auth/password/reset"):
            page = self.beaver.call("GET", path)
            self.assertEqual((page.status, page.headers["content-type"]), (200, "text/html; charset=utf-8"))
            self.assertIn("default-src 'none'; script-src 'self'", page.headers["content-security-policy"])
            self.assertIn("frame-ancestors 'none'", page.headers["content-security-policy"])
            self.assertEqual(page.headers["referrer-policy"], "no-referrer")
        self.assertIn("fetch(location.pathname", self.beaver.call("GET", "/auth/pages.js").body.decode())


class Secrets(unittest.TestCase):
    """Promise P17 and P18, in production without a mail server: the log names mails and never what they say."""

    def test_none_shows(self):
        canary = "canary-Password-7-otters"
        with Beaver(ENV="prod", BEAVER_SECRET_KEY="canary-master-key-" + "k" * 32, BEAVER_REGISTRATIONS_PER_HOUR="0", BEAVER_PUBLIC_URL="https://gateway.example.com") as beaver:
            person = Person(beaver, password=canary)
            browser = Browser(beaver, origin="https://gateway.example.com")
            browser.ask("POST", "/api/auth/login", {"email": person.email, "password": canary})
            secret = person.ask("POST", "/auth/2fa/setup").json()["secret"]
            codes = person.ask("POST", "/auth/2fa/enable", {"code": code_of(secret)}).json()["recovery_codes"]
            challenge = person.login().json()["challenge"]
            beaver.call("POST", "/auth/login", {"challenge": challenge, "code": "000000"})
            beaver.call("POST", "/auth/login", {"email": person.email, "password": canary + "-wrong"})
            beaver.call("POST", "/auth/password/forgot", {"email": person.email})
            invitation = beaver.admin("POST", "/admin/invitations", {"email": new_email()})["token"]
            beaver.process.wait_for_line(f"no SMTP_URL: mail mail_.* to {re.escape(person.email)}: Set a new password")
            for line in beaver.admin("GET", "/admin/mail")["data"]:
                self.assertNotRegex(json.dumps(line), "bv[a-z]_")
            metrics = beaver.call("GET", "/metrics").body.decode()
            beaver.terminate()
            output = beaver.process.output()
            held = b"".join(path.read_bytes() for path in beaver.folder.glob("beaver.db*") if path.is_file())
            self.assertNotRegex(output, r"bv[a-z]_[0-9A-Za-z]{43}")
            self.assertNotRegex(held.decode("latin-1"), r"bv[a-z]_[0-9A-Za-z]{43}")
            for word in (canary, "canary-master-key", secret, challenge, invitation, person.key, person.token, person.refresh,
                         browser.cookies["beaver_session"], *codes):
                self.assertNotIn(word, output)
                self.assertNotIn(word.encode(), held)
                self.assertNotIn(word, metrics)


if __name__ == "__main__":
    unittest.main()
