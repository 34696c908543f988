"""Sign-in with OpenID Connect, against a real provider program; and with a GitHub that a test plays."""

import http.client
import http.server
import json
import os
import pathlib
import re
import shutil
import threading
import unittest
import urllib.parse

from harness import packages
from harness.beaver import Beaver
from harness.paths import *  # noqa: F401,F403  (makes the next import work)
import beaver_process
from person import PASSWORD, Browser, Person, code_of, new_email

PUBLIC = "http://beaver.test"
CALLBACK = f"{PUBLIC}/auth/oauth/oidc/callback"
SOURCE = pathlib.Path(__file__).resolve().parents[1] / "oidc_provider"


def reason(answer):
    return answer.status, answer.json()["error"]["code"]


class Site:
    """A browser at the provider's pages: keeps its cookies, fills in its forms."""

    def __init__(self, base):
        self.base, self.host, self.cookies = base, urllib.parse.urlsplit(base).netloc, {}

    def ask(self, method, url, form=None):
        connection = http.client.HTTPConnection(self.host, timeout=20)
        headers = {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = urllib.parse.urlencode(form) if form else None
        if form:
            headers["content-type"] = "application/x-www-form-urlencoded"
        connection.request(method, url.removeprefix(self.base), body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("set-cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return answer.headers.get("location", ""), text

    def sign_in(self, url, name):
        """From the authorization address to the one that leads back."""
        location, text = self.ask("GET", url)
        for _ in range(12):
            if location.startswith(PUBLIC):
                return location
            if location:
                location, text = self.ask("GET", urllib.parse.urljoin(self.base, location))
                continue
            if 'name="prompt"' not in text:
                raise AssertionError(f"the provider shows no form: {text[:2000]}")
            action = re.search(r'action="([^"]+)"', text)[1]
            prompt = re.search(r'name="prompt" value="(\w+)"', text)[1]
            location, text = self.ask("POST", action, {"prompt": prompt, "login": name, "password": "anything"})
        raise AssertionError(f"the provider doesn't lead back: {text[:500]}")


class OpenId(unittest.TestCase):
    def provider(self, **more):
        modules = packages.node("oidc_provider")
        if modules is None:
            self.skipTest("npm's oidc-provider can't be had")
        script = pathlib.Path(modules) / "provider.mjs"
        fresh = script.with_suffix(f".{os.getpid()}")
        shutil.copyfile(SOURCE / "provider.mjs", fresh)
        fresh.replace(script)  # whole at any moment: suites of another run may start it now
        wanted = {"redirect_uri": CALLBACK, "algorithm": "RS256", "secret": True, "in_id_token": False} | more
        process = beaver_process.Process(["node", str(script), json.dumps(wanted)])
        self.addCleanup(process.kill)
        return process.wait_for_line(r"listening on (\S+)")[1]

    def gateway(self, issuer, secret=True, **options):
        more = {"BEAVER_OIDC_CLIENT_SECRET": "a secret: of + the client/"} if secret else {}
        return self.enterContext(Beaver(BEAVER_OIDC_ISSUER=issuer, BEAVER_OIDC_CLIENT_ID="beaver client", BEAVER_PUBLIC_URL=PUBLIC,
                                        **more | options))

    def begin(self, beaver, path="/auth/oauth/oidc/start"):
        browser = Browser(beaver)
        started = browser.ask("GET", path)
        self.assertEqual(started.status, 302, started.body)
        return browser, started.headers["location"]

    def sign_in(self, beaver, issuer, name, path="/auth/oauth/oidc/start"):
        browser, location = self.begin(beaver, path)
        back = Site(issuer).sign_in(location, name)
        return browser, browser.ask("GET", back.removeprefix(PUBLIC))

    def test_a_sign_in_makes_an_account_and_the_next_finds_it(self):
        for more in ({}, {"algorithm": "ES256"}, {"secret": False}, {"in_id_token": True}):
            with self.subTest(**more):
                issuer = self.provider(**more)
                beaver = self.gateway(issuer, secret=more.get("secret", True))
                browser, answer = self.sign_in(beaver, issuer, "ada")
                self.assertEqual(answer.status, 200, answer.body)
                account = answer.json()["account"]
                self.assertEqual((account["email"], account["email_verified"]), ("ada@example.com", True))
                self.assertEqual(browser.ask("GET", "/auth/me").json()["id"], account["id"])
                again = self.sign_in(beaver, issuer, "ada")[1].json()
                self.assertEqual(again["account"]["id"], account["id"])
                sessions = beaver.call("GET", "/auth/sessions", key=again["access_token"]).json()["data"]
                self.assertEqual({session["method"] for session in sessions}, {"oidc"})
                self.assertNotEqual(self.sign_in(beaver, issuer, "grace")[1].json()["account"]["id"], account["id"])

    def test_what_goes_wrong_lets_nobody_in(self):
        issuer = self.provider()
        beaver = self.gateway(issuer)
        listed = beaver.call("GET", "/auth/oauth/providers").json()["data"]
        self.assertEqual([(each["name"], each["start_url"]) for each in listed], [("oidc", f"{PUBLIC}/auth/oauth/oidc/start")])
        self.assertEqual(beaver.call("GET", "/auth/oauth/nobody/start").status, 404)

        browser, location = self.begin(beaver)
        asked = urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)
        self.assertEqual((asked["code_challenge_method"], asked["redirect_uri"], asked["response_type"]), (["S256"], [CALLBACK], ["code"]))
        back = Site(issuer).sign_in(location, "ada").removeprefix(PUBLIC)
        # Another browser, another state, no cookie, no code.
        stranger, _ = self.begin(beaver)
        self.assertEqual(reason(stranger.ask("GET", back)), (400, "oauth_state"))
        self.assertEqual(reason(Browser(beaver).ask("GET", back)), (400, "oauth_state"))
        self.assertEqual(reason(browser.ask("GET", re.sub(r"state=[^&]+", "state=x", back))), (400, "oauth_state"))
        self.assertEqual(reason(browser.ask("GET", re.sub(r"code=[^&]+", "error=access_denied", back))), (403, "oauth_denied"))
        self.assertEqual(reason(browser.ask("GET", re.sub(r"iss=[^&]+", "iss=https%3A%2F%2Fevil.example", back))), (403, "oauth_denied"))
        self.assertEqual(reason(browser.ask("GET", re.sub(r"code=[^&]+", "code=made-up", back))), (502, "openid_provider"))
        self.assertEqual(len(beaver.admin("GET", "/admin/accounts")["data"]), 1)

    def test_a_callback_is_good_once(self):
        issuer = self.provider()
        beaver = self.gateway(issuer)
        browser, location = self.begin(beaver)
        kept = dict(browser.cookies)
        back = Site(issuer).sign_in(location, "ada").removeprefix(PUBLIC)
        self.assertEqual(browser.ask("GET", back).status, 200)
        again = Browser(beaver)
        again.cookies = kept
        self.assertEqual(reason(again.ask("GET", back)), (502, "openid_provider"))

    def test_it_goes_to_a_page_of_ours_alone(self):
        issuer = self.provider()
        beaver = self.gateway(issuer)
        answer = self.sign_in(beaver, issuer, "ada", "/auth/oauth/oidc/start?redirect=/docs%3Fa=1")[1]
        self.assertEqual((answer.status, answer.headers["location"]), (302, "/docs?a=1"))
        for evil in ("https://evil.example", "//evil.example", "/%5Cevil.example", "/%09/evil.example", "javascript:alert(1)"):
            with self.subTest(evil):
                self.assertEqual(beaver.call("GET", f"/auth/oauth/oidc/start?redirect={evil}").status, 400)

    def test_only_proved_addresses_are_linked(self):
        issuer = self.provider()
        beaver = self.gateway(issuer, BEAVER_REGISTRATIONS_PER_HOUR="0")
        early = Person(beaver, "ada@example.com")  # not Ada: whoever was faster
        self.assertEqual(reason(self.sign_in(beaver, issuer, "ada")[1]), (409, "account_not_verified"))
        self.assertEqual(reason(self.sign_in(beaver, issuer, "unproved-grace")[1]), (403, "email_not_verified"))
        output = beaver.process.wait_for_line(r"to ada@example.com: Confirm")
        self.assertTrue(output)
        token = re.search(r"token=(bvv_\w+)", beaver.process.wait_for_line(r"#token=bvv_\w+").string)[1]
        self.assertEqual(beaver.call("POST", "/auth/email/verify", {"token": token}).status, 200)
        linked = self.sign_in(beaver, issuer, "ada")[1]
        self.assertEqual(linked.json()["account"]["id"], early.id)
        self.assertEqual(beaver.rows("SELECT action FROM audit_log WHERE subject = ?", early.id), [("account.link",)])

    def test_the_second_factor_is_asked_for_here_too(self):
        issuer = self.provider()
        beaver = self.gateway(issuer)
        token = self.sign_in(beaver, issuer, "ada")[1].json()["access_token"]
        secret = beaver.call("POST", "/auth/2fa/setup", key=token).json()["secret"]
        enabled = [beaver.call("POST", "/auth/2fa/enable", {"code": code_of(secret, offset=-1)}, key=token).status for _ in range(2)]
        self.assertIn(200, enabled)  # at the second attempt where a step of 30 seconds ended during the first
        browser, answer = self.sign_in(beaver, issuer, "ada")
        self.assertEqual(reason(answer), (401, "second_factor_required"))
        self.assertNotIn("beaver_session", browser.cookies)
        done = beaver.call("POST", "/auth/login", {"challenge": answer.json()["challenge"], "code": code_of(secret)})
        self.assertEqual(done.status, 200)

    def test_where_registration_is_closed_nobody_new_comes_in(self):
        issuer = self.provider()
        beaver = self.gateway(issuer, BEAVER_REGISTRATION="closed")
        self.assertEqual(reason(self.sign_in(beaver, issuer, "ada")[1]), (403, "registration_closed"))

    def test_a_provider_that_is_not_there(self):
        beaver = self.gateway("http://127.0.0.1:1")
        self.assertEqual(reason(beaver.call("GET", "/auth/oauth/oidc/start")), (502, "openid_provider"))


class GitHub(unittest.TestCase):
    """Its OAuth 2 and its user API, as its documentation shows them."""

    def test_a_user_is_known_by_the_id_and_the_primary_address(self):
        asked, user = [], {"id": 4711, "login": "ada", "name": "Ada Lovelace"}
        emails = [{"email": "old@example.com", "primary": False, "verified": True}, {"email": "ada@example.com", "primary": True, "verified": True}]

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self, body):
                text = json.dumps(body).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def do_POST(self):
                form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
                asked.append((self.path, form))
                self.answer({"access_token": "gho_token", "token_type": "bearer"} if form["code"] == ["good"] else {"error": "bad_verification_code"})

            def do_GET(self):
                asked.append((self.path, self.headers["authorization"]))
                self.answer(user if self.path == "/api/v3/user" else emails)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        base = f"http://127.0.0.1:{server.server_port}"
        with Beaver(BEAVER_GITHUB_URL=base, BEAVER_GITHUB_CLIENT_ID="client", BEAVER_GITHUB_CLIENT_SECRET="canary-secret", BEAVER_PUBLIC_URL=PUBLIC) as beaver:
            def sign_in(code):
                browser = Browser(beaver)
                url = urllib.parse.urlsplit(browser.ask("GET", "/auth/oauth/github/start").headers["location"])
                self.assertEqual(f"{url.scheme}://{url.netloc}{url.path}", f"{base}/login/oauth/authorize")
                state = urllib.parse.parse_qs(url.query)["state"][0]
                return browser.ask("GET", f"/auth/oauth/github/callback?code={code}&state={state}")

            first = sign_in("good").json()["account"]
            self.assertEqual((first["email"], first["full_name"], first["email_verified"]), ("ada@example.com", "Ada Lovelace", True))
            self.assertEqual([path for path, _ in asked], ["/login/oauth/access_token", "/api/v3/user", "/api/v3/user/emails"])
            self.assertEqual(asked[0][1]["client_secret"], ["canary-secret"])
            self.assertEqual(asked[1][1], "Bearer gho_token")
            emails[1]["email"] = "other@example.com"
            self.assertEqual(sign_in("good").json()["account"]["id"], first["id"])
            self.assertEqual(reason(sign_in("bad")), (502, "openid_provider"))
            user["id"], emails[1]["verified"] = 4712, False
            self.assertEqual(reason(sign_in("good")), (403, "email_not_verified"))
            for secret in ("canary-secret", "gho_token"):
                self.assertNotIn(secret, beaver.process.output())


if __name__ == "__main__":
    unittest.main()
