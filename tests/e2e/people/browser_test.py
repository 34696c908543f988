"""Browsers: the session cookie, whose page may use it, and BluesMinds' paths, which are made for it."""

import unittest

from harness.beaver import Beaver
from person import PASSWORD, Browser, Person, code_of, new_email

EVIL = "https://evil.example"
OWN = "http://127.0.0.1"  # as the Host of these requests


def reason(answer):
    body = answer.json()["error"]
    return answer.status, body.get("code")


class BluesMinds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = cls.enterClassContext(Beaver(BEAVER_REGISTRATIONS_PER_HOUR="0"))

    def test_signup_login_me_logout(self):
        browser, email = Browser(self.beaver), new_email()
        made = browser.ask("POST", "/api/auth/signup", {"email": email, "password": "SecurePass123!x", "full_name": "John Doe"})
        self.assertEqual((made.status, made.json()["user"]["email"], made.json()["user"]["full_name"]), (201, email, "John Doe"))
        for attribute in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"):
            self.assertIn(attribute, browser.set_cookie)
        self.assertNotIn("Secure", browser.set_cookie)  # plain HTTP on this machine
        self.assertEqual(browser.ask("GET", "/api/auth/me").json()["user"]["tier"], "free")
        changed = browser.ask("PATCH", "/api/auth/me", {"full_name": "Jane Doe"})
        self.assertEqual(changed.json()["user"]["full_name"], "Jane Doe")
        self.assertEqual(browser.ask("POST", "/api/auth/logout").json(), {"success": True})
        self.assertIn("Max-Age=0", browser.set_cookie)
        self.assertEqual(browser.ask("GET", "/api/auth/me").status, 401)

        again = Browser(self.beaver)
        self.assertEqual(again.ask("POST", "/api/auth/login", {"email": email, "password": "wrong"}).status, 401)
        self.assertEqual(again.ask("POST", "/api/auth/login", {"email": email, "password": "SecurePass123!x"}).status, 200)
        self.assertEqual(again.ask("GET", "/auth/me").json()["email"], email)

    def test_an_ended_cookie_is_worth_nothing(self):
        browser = Browser(self.beaver)
        browser.ask("POST", "/api/auth/signup", {"email": new_email(), "password": PASSWORD})
        stolen = dict(browser.cookies)
        browser.ask("POST", "/api/auth/logout")
        browser.cookies = stolen
        self.assertEqual(browser.ask("GET", "/api/auth/me").status, 401)
        self.beaver.restart()
        self.assertEqual(browser.ask("GET", "/api/auth/me").status, 401)

    def test_a_cookie_lasts_over_a_restart(self):
        browser = Browser(self.beaver)
        browser.ask("POST", "/api/auth/signup", {"email": new_email(), "password": PASSWORD})
        self.beaver.restart()
        self.assertEqual(browser.ask("GET", "/api/auth/me").status, 200)

    def test_a_password_reset_and_a_suspension_end_cookies(self):
        email = new_email()
        browser = Browser(self.beaver)
        browser.ask("POST", "/api/auth/signup", {"email": email, "password": PASSWORD})
        account = browser.ask("GET", "/auth/me").json()["id"]
        self.beaver.admin("PATCH", f"/admin/accounts/{account}", {"status": "suspended"})
        self.assertIn(browser.ask("GET", "/api/auth/me").status, (401, 403))
        self.beaver.admin("PATCH", f"/admin/accounts/{account}", {"status": "active"})
        self.assertEqual(browser.ask("GET", "/api/auth/me").status, 401)

    def test_the_second_factor_is_asked_here_too(self):
        person = Person(self.beaver)
        secret = person.ask("POST", "/auth/2fa/setup").json()["secret"]
        person.ask("POST", "/auth/2fa/enable", {"code": code_of(secret, offset=-1)})
        browser = Browser(self.beaver)
        first = browser.ask("POST", "/api/auth/login", {"email": person.email, "password": PASSWORD})
        self.assertEqual((first.status, browser.cookies), (401, {}))
        second = browser.ask("POST", "/api/auth/login", {"challenge": first.json()["challenge"], "code": code_of(secret)})
        self.assertEqual((second.status, len(browser.cookies)), (200, 1))


class Forgery(unittest.TestCase):
    """Another site's page in the same browser."""

    @classmethod
    def setUpClass(cls):
        cls.beaver = cls.enterClassContext(Beaver(BEAVER_REGISTRATIONS_PER_HOUR="0"))

    def setUp(self):
        self.browser = Browser(self.beaver)
        made = self.browser.ask("POST", "/api/auth/signup", {"email": new_email(), "password": PASSWORD})
        self.csrf = made.json()["csrf_token"]

    def change(self, **headers):
        return self.browser.ask("PATCH", "/auth/me", {"full_name": "Changed"}, **headers)

    def test_another_sites_page_changes_nothing(self):
        for headers in ({"origin": EVIL}, {"origin": "null"}, {"sec_fetch_site": "cross-site"}, {"sec_fetch_site": "same-site"},
                        {"referer": f"{EVIL}/page"}, {"origin": EVIL, "sec_fetch_site": "cross-site"},
                        {"origin": EVIL, "x_csrf_token": "0" * 40}, {"origin": f"{OWN}.evil.example"}, {"origin": f"{OWN}:1"}):
            with self.subTest(headers):
                self.assertEqual(reason(self.change(**headers)), (403, "csrf_token_required"))
        self.assertEqual(self.browser.ask("GET", "/auth/me").json()["full_name"], "")

    def test_the_gateways_own_page_does(self):
        for headers in ({"origin": OWN}, {"sec_fetch_site": "same-origin"}, {"origin": OWN, "sec_fetch_site": "same-origin"}):
            with self.subTest(headers):
                self.assertEqual(self.change(**headers).status, 200)

    def test_so_does_who_has_the_token_of_the_sign_in(self):
        self.assertEqual(self.change(origin=EVIL, x_csrf_token=self.csrf).status, 200)
        other = Browser(self.beaver)
        token = other.ask("POST", "/api/auth/signup", {"email": new_email(), "password": PASSWORD}).json()["csrf_token"]
        self.assertEqual(self.change(origin=EVIL, x_csrf_token=token).status, 403)

    def test_the_documents_curl_line_with_a_cookie_works(self):
        self.assertEqual(self.change().status, 200)

    def test_reading_needs_no_proof_and_a_simple_form_is_no_body(self):
        self.assertEqual(self.browser.ask("GET", "/auth/me", origin=EVIL).status, 200)
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            with self.subTest(kind):
                answer = self.browser.ask("POST", "/auth/logout", b"{}", content_type=kind)
                self.assertIn(answer.status, (403, 415))
        self.assertEqual(self.browser.ask("GET", "/auth/me").status, 200)

    def test_an_administrators_cookie_is_no_different(self):
        email = new_email()
        admin = Browser(self.beaver)
        admin.ask("POST", "/api/auth/signup", {"email": email, "password": PASSWORD})
        account = admin.ask("GET", "/auth/me").json()["id"]
        self.beaver.admin("PATCH", f"/admin/accounts/{account}", {"role": "admin"})
        body = {"email": new_email()}
        self.assertEqual(admin.ask("POST", "/admin/accounts", body, origin=EVIL).status, 403)
        self.assertEqual(admin.ask("POST", "/admin/accounts", body, origin=OWN).status, 201)

    def test_a_bearer_token_needs_no_proof(self):
        person = Person(self.beaver)
        answer = self.beaver.call("PATCH", "/auth/me", {"full_name": "Ada"}, key=person.token, headers={"origin": EVIL})
        self.assertEqual(answer.status, 200)
        self.assertNotIn("access-control-allow-origin", answer.headers)

    def test_a_login_asks_for_its_cookie(self):
        person = Person(self.beaver)
        browser = Browser(self.beaver)
        browser.ask("POST", "/auth/login", {"email": person.email, "password": PASSWORD})
        self.assertEqual(browser.cookies, {})
        answer = browser.ask("POST", "/auth/login", {"email": person.email, "password": PASSWORD, "cookie": True})
        self.assertEqual((answer.status, len(browser.cookies), len(answer.json()["csrf_token"])), (200, 1, 40))

    def test_cookies_of_a_public_gateway_are_for_tls(self):
        with Beaver(BEAVER_PUBLIC_URL="https://gateway.example.com") as beaver:
            browser = Browser(beaver, origin="https://gateway.example.com")
            browser.ask("POST", "/api/auth/signup", {"email": new_email(), "password": PASSWORD})
            self.assertTrue(browser.set_cookie.endswith("; Secure"))
            self.assertEqual(browser.ask("PATCH", "/auth/me", {"full_name": "Ada"}).status, 200)


if __name__ == "__main__":
    unittest.main()
