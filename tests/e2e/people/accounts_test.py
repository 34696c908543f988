"""Accounts: registration, proof of the address, sign-ins, passwords, profile, deletion."""

import pathlib
import unittest

from harness.beaver import Beaver
from harness.waiting import eventually
from mail_server import Mailbox, text_of
from person import PASSWORD, Person, new_email

ROOT = pathlib.Path(__file__).resolve().parents[3]
LISTED = [word for word in (ROOT / "resources/common_passwords.txt").read_text().split() if len(word) >= 10]
PUBLIC = "https://gateway.example.com"
OPTIONS = {"BEAVER_PUBLIC_URL": PUBLIC, "MAIL_FROM": "Beaver <beaver@example.org>", "BEAVER_REGISTRATIONS_PER_HOUR": "0"}


def reason(answer):
    return answer.status, answer.json()["error"]["code"]


class Accounts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mailbox = cls.enterClassContext(Mailbox())
        cls.beaver = cls.enterClassContext(Beaver(SMTP_URL=f"smtp://127.0.0.1:{cls.mailbox.port}", **OPTIONS))

    # Registration

    def test_registration_answers_the_account_its_key_once_and_a_sign_in(self):
        email = new_email()
        person = Person(self.beaver, email.upper(), full_name="Ada Lovelace", username="ada")
        self.assertEqual(person.registered.status, 201)
        body = person.body
        self.assertEqual(body["account"]["email"], email)
        self.assertEqual((body["account"]["full_name"], body["account"]["username"], body["account"]["role"]), ("Ada Lovelace", "ada", None))
        self.assertEqual((body["user_id"], body["username"], body["email"], body["credits"]), (body["account"]["id"], "ada", email, 0))
        self.assertTrue(body["api_key"].startswith("beaver_"))
        self.assertEqual(person.registered.headers["cache-control"], "no-store")
        self.assertEqual(self.beaver.balance(person.key)["balance"], 0)
        self.assertEqual(person.ask("GET", "/users/me").json()["id"], person.id)

    def test_without_a_password_there_is_a_key_and_a_password_later(self):
        person = Person(self.beaver, password=None)
        self.assertEqual(person.registered.status, 201)
        person.password = PASSWORD
        self.assertEqual(reason(person.login()), (401, "invalid_credentials"))
        self.assertEqual(person.ask("POST", "/auth/password/change", {"password": PASSWORD}).status, 200)
        self.assertEqual(person.login().status, 200)

    def test_an_address_has_one_account(self):
        person = Person(self.beaver)
        local, domain = person.email.split("@")
        for same in (person.email, f"  {person.email.upper()} ", f"{local}@{domain}", f"{local}@ｅxample.com"):
            with self.subTest(same):
                self.assertEqual(reason(Person(self.beaver, same).registered), (409, "email_taken"))

    def test_what_cannot_be_an_account_is_named(self):
        for field, body in {
            "email": {"email": "nobody"}, "password": {"password": "a" * 10_000}, "full_name": {"full_name": "x" * 300},
            "username": {"username": "a\nb"}, "environment_tag": {"environment_tag": "moon"},
        }.items():
            with self.subTest(field):
                answer = self.beaver.call("POST", "/auth/register", {"email": new_email(), "password": PASSWORD} | body)
                self.assertEqual((answer.status, answer.json()["error"]["param"]), (422, field))
        for body in ({"email": "аdmin@example.com"}, {"email": "a\u0000b@example.com"}):  # a Cyrillic а
            self.assertIn(self.beaver.call("POST", "/auth/register", body).status, (400, 422))
        for more in ({"role": "owner"}, {"balance": 5}, {"plan": "unlimited"}, {"account_id": "acc_1"}):
            with self.subTest(more):
                answer = self.beaver.call("POST", "/auth/register", {"email": new_email(), "password": PASSWORD} | more)
                self.assertEqual((answer.status, answer.json()["error"]["param"]), (400, next(iter(more))))

    def test_common_passwords_are_refused(self):
        for word in ("password123", "1234567890", "qwertyuiop", "iloveyou!!", "letmein2024!", "P@ssw0rd99", "short", *LISTED[::20]):
            with self.subTest(word):
                answer = self.beaver.call("POST", "/auth/register", {"email": new_email(), "password": word})
                self.assertEqual(reason(answer), (422, "weak_password"))

    def test_a_password_is_the_same_however_its_letters_are_composed(self):
        person = Person(self.beaver, password="grün e Bäume wächst é")
        person.password = "gru\u0308n e Ba\u0308ume wa\u0308chst e\u0301"
        self.assertEqual(person.login().status, 200)

    def test_the_address_is_proved_by_the_mail(self):
        person = Person(self.beaver)
        self.assertFalse(person.body["account"]["email_verified"])
        message = self.mailbox.wait(to=person.email)[0]
        token = self.mailbox.token(person.email)
        self.assertIn(f"{PUBLIC}/auth/email/verify#token={token}", text_of(message))
        verified = self.beaver.call("POST", "/auth/email/verify", {"token": token})
        self.assertEqual((verified.status, verified.json()["email_verified"]), (200, True))
        self.assertTrue(person.ask("GET", "/auth/me").json()["email_verified"])
        self.assertEqual(reason(self.beaver.call("POST", "/auth/email/verify", {"token": token})), (400, "invalid_or_expired_token"))

    def test_the_proof_is_mailed_anew(self):
        person = Person(self.beaver)
        self.mailbox.wait(to=person.email)
        self.assertEqual(self.beaver.call("POST", "/auth/email/resend", {"email": person.email}).status, 202)
        self.mailbox.wait(2, to=person.email)
        self.assertEqual(self.beaver.call("POST", "/auth/email/verify", {"token": self.mailbox.token(person.email)}).status, 200)

    def test_a_poisoned_host_is_in_no_link(self):
        person = Person(self.beaver)
        self.beaver.call("POST", "/auth/password/forgot", {"email": person.email}, headers={"x-forwarded-host": "evil.example"})
        for message in self.mailbox.wait(2, to=person.email):
            self.assertNotIn("evil", text_of(message))
            self.assertIn(PUBLIC, text_of(message))

    # Sign-ins

    def test_a_refresh_token_is_good_once(self):
        person = Person(self.beaver)
        first = person.refresh
        answer = self.beaver.call("POST", "/auth/refresh", {"refresh_token": first})
        self.assertEqual(answer.status, 200)
        self.assertEqual(reason(self.beaver.call("POST", "/auth/refresh", {"refresh_token": first})), (401, "invalid_token"))
        # It was stolen, by one of the two: both are out.
        self.assertEqual(self.beaver.call("GET", "/auth/me", key=answer.json()["access_token"]).status, 401)

    def test_sessions_are_listed_and_ended(self):
        person = Person(self.beaver)
        other = self.beaver.call("POST", "/auth/login", {"email": person.email, "password": PASSWORD}, headers={"user-agent": "Otter/1.0"})
        listed = person.ask("GET", "/auth/sessions").json()["data"]
        self.assertEqual([(line["user_agent"], line["current"], line["method"]) for line in listed],
                         [("Otter/1.0", False, "password"), (listed[1]["user_agent"], True, "register")])
        self.assertEqual(person.ask("DELETE", f"/auth/sessions/{listed[0]['id']}").status, 200)
        self.assertEqual(self.beaver.call("GET", "/auth/me", key=other.json()["access_token"]).status, 401)
        self.assertEqual(self.beaver.call("POST", "/auth/refresh", {"refresh_token": other.json()["refresh_token"]}).status, 401)
        self.assertEqual(len(person.ask("GET", "/auth/sessions").json()["data"]), 1)

    def test_pages_of_sessions(self):
        person = Person(self.beaver)
        for _ in range(4):
            person.login()
        seen, after = [], ""
        for _ in range(3):
            page = person.ask("GET", f"/auth/sessions?limit=2{after}").json()
            seen += [line["id"] for line in page["data"]]
            after = f"&after={page['next']}"
        self.assertEqual((len(seen), len(set(seen)), page["has_more"]), (5, 5, False))

    def test_another_persons_session_is_not_there(self):
        person, other = Person(self.beaver), Person(self.beaver)
        theirs = other.ask("GET", "/auth/sessions").json()["data"][0]["id"]
        self.assertEqual(person.ask("DELETE", f"/auth/sessions/{theirs}").status, 404)
        self.assertEqual(other.ask("GET", "/auth/me").status, 200)

    def test_logout_ends_one_or_all(self):
        person = Person(self.beaver)
        first = person.token
        person.login()
        self.assertEqual(person.ask("POST", "/auth/logout").status, 200)
        self.assertEqual(person.ask("GET", "/auth/me").status, 401)
        self.assertEqual(self.beaver.call("GET", "/auth/me", key=first).status, 200)
        person.login()
        self.assertEqual(person.ask("POST", "/auth/logout/all").json()["sessions_ended"], 2)
        for token in (first, person.token):
            self.assertEqual(self.beaver.call("GET", "/auth/me", key=token).status, 401)
        self.assertEqual(self.beaver.call("GET", "/auth/me", key=person.key).status, 200)

    def test_a_key_is_no_person(self):
        person = Person(self.beaver)
        for method, path in (("GET", "/auth/sessions"), ("POST", "/auth/2fa/setup"), ("POST", "/auth/logout")):
            self.assertEqual(reason(self.beaver.call(method, path, key=person.key)), (403, "session_required"))

    # Passwords

    def test_a_forgotten_password_is_set_anew_and_all_sign_ins_end(self):
        person = Person(self.beaver)
        self.mailbox.wait(to=person.email)
        self.assertEqual(self.beaver.call("POST", "/auth/password/forgot", {"email": person.email}).status, 202)
        self.mailbox.wait(2, to=person.email)
        token = self.mailbox.token(person.email)
        weak = self.beaver.call("POST", "/auth/password/reset", {"token": token, "password": "password123"})
        self.assertEqual(reason(weak), (422, "weak_password"))
        changed = {"token": token, "password": "quite another 3 thing"}
        self.assertEqual(self.beaver.call("POST", "/auth/password/reset", changed).status, 200)
        self.assertEqual(person.ask("GET", "/auth/me").status, 401)
        self.assertEqual(self.beaver.call("POST", "/auth/refresh", {"refresh_token": person.refresh}).status, 401)
        self.assertEqual(person.login().status, 401)
        person.password = "quite another 3 thing"
        self.assertEqual(person.login().status, 200)
        self.assertTrue(person.body["account"]["email_verified"])
        self.assertEqual(reason(self.beaver.call("POST", "/auth/password/reset", changed)), (400, "invalid_or_expired_token"))
        self.assertIn("changed", self.mailbox.wait(3, to=person.email)[2]["Subject"])

    def test_a_new_request_takes_the_token_before_away(self):
        person = Person(self.beaver)
        tokens = []
        for count in (2, 3):
            self.beaver.call("POST", "/auth/password/forgot", {"email": person.email})
            self.mailbox.wait(count, to=person.email)
            tokens.append(self.mailbox.token(person.email))
        answers = [self.beaver.call("POST", "/auth/password/reset", {"token": token, "password": "quite another 3 thing"}).status
                   for token in tokens]
        self.assertEqual(answers, [400, 200])

    def test_a_stranger_learns_nothing_from_a_forgotten_password(self):
        person, nobody = Person(self.beaver), new_email()
        answers = [self.beaver.call("POST", path, {"email": email}) for path in ("/auth/password/forgot", "/auth/email/resend")
                   for email in (person.email, nobody)]
        self.assertEqual({(answer.status, answer.body) for answer in answers}, {(202, b'{"ok":true}')})
        self.mailbox.wait(3, to=person.email)
        self.assertFalse([message for message in self.mailbox.messages if message["To"] == nobody])

    def test_a_password_is_changed_by_who_knows_it(self):
        person = Person(self.beaver)
        first = person.token
        person.login()
        change = {"current_password": "wrong 1 wrong 2", "password": "quite another 3 thing"}
        self.assertEqual(reason(person.ask("POST", "/auth/password/change", change)), (403, "wrong_password"))
        self.assertEqual(person.ask("POST", "/auth/password/change", {"password": "quite another 3 thing"}).status, 400)
        self.assertEqual(person.ask("POST", "/auth/password/change", change | {"current_password": PASSWORD}).status, 200)
        self.assertEqual(person.ask("GET", "/auth/me").status, 200)
        self.assertEqual(self.beaver.call("GET", "/auth/me", key=first).status, 401)

    # Profile

    def test_a_profile_is_changed_where_it_is_ones_own(self):
        person = Person(self.beaver)
        for caller in (person.token, person.key):
            answer = self.beaver.call("PATCH", "/users/me", {"full_name": "Grace Hopper", "time_zone": "Europe/Berlin"}, key=caller)
            self.assertEqual((answer.status, answer.json()["full_name"], answer.json()["time_zone"]), (200, "Grace Hopper", "Europe/Berlin"))
        for more in ({"role": "admin"}, {"balance": 100}, {"plan": "unlimited"}, {"status": "active"}, {"allowed_routes": ["/*"]},
                     {"email_verified": True}, {"account_id": "acc_1"}, {"id": "acc_1"}):
            with self.subTest(more):
                answer = person.ask("PATCH", "/users/me", more)
                self.assertEqual((answer.status, answer.json()["error"]["param"]), (400, next(iter(more))))
        self.assertEqual(person.ask("PATCH", "/users/me", {"time_zone": "Moon/Sea"}).status, 422)
        self.assertIsNone(person.ask("GET", "/users/me").json()["role"])

    # The end

    def test_deleting_ones_account_needs_the_password_and_leaves_the_books(self):
        person = Person(self.beaver, full_name="Ada Lovelace", username="ada")
        self.beaver.top_up(person.id, 3)
        self.assertEqual(reason(person.ask("DELETE", "/users/me")), (403, "confirmation_required"))
        self.assertEqual(reason(person.ask("DELETE", "/users/me", {"confirmation": "DELETE_ACCOUNT"})), (403, "confirmation_required"))
        self.assertEqual(reason(person.ask("DELETE", "/users/me", {"password": "wrong 1 wrong 2"})), (403, "wrong_password"))
        self.assertEqual(person.ask("DELETE", "/users/me", {"password": PASSWORD}).json(), {"deleted": True})
        for credential in (person.token, person.key):
            self.assertEqual(self.beaver.call("GET", "/auth/me", key=credential).status, 401)
        self.assertEqual(person.login().status, 401)
        kept = self.beaver.admin("GET", f"/admin/accounts/{person.id}")
        self.assertEqual((kept["status"], kept["full_name"], kept["username"], kept["balance"]), ("deleted", "", None, 3))
        self.assertNotIn(person.email.split("@")[0], kept["email"])
        self.assertTrue(self.beaver.proof()["ok"])
        self.assertEqual(Person(self.beaver, person.email).registered.status, 201)
        self.beaver.restart()
        for credential in (person.token, person.key):
            self.assertEqual(self.beaver.call("GET", "/auth/me", key=credential).status, 401)

    def test_without_a_password_the_word_confirms(self):
        person = Person(self.beaver, password=None)
        self.assertEqual(person.ask("DELETE", "/auth/me", {"confirmation": "yes"}).status, 403)
        self.assertEqual(person.ask("DELETE", "/auth/me", {"confirmation": "DELETE_ACCOUNT"}).status, 200)

    def test_nothing_of_a_deleted_person_is_left_in_the_tables(self):
        email = new_email()
        person = Person(self.beaver, email, full_name="Quinquagesima Xylophone", username="quinqua-xylo")
        self.beaver.call("POST", "/auth/login", {"email": email, "password": PASSWORD}, headers={"user-agent": "Xylophone/9"})
        self.mailbox.wait(to=email)
        self.assertEqual(person.ask("DELETE", "/users/me", {"password": PASSWORD}).status, 200)
        self.mailbox.wait(2, to=email)
        eventually(lambda: not self.beaver.rows("SELECT 1 FROM mail_outbox WHERE state = 'queued'"), "end of the mail")
        for (table,) in self.beaver.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
            for row in self.beaver.rows(f"SELECT * FROM {table}"):  # names of our own tables
                for value in row:
                    for word in ("Xylophone", "quinqua-xylo"):
                        self.assertNotIn(word, str(value), table)
        # Only the line that says that they were told, which the outbox forgets by itself.
        self.assertEqual(self.beaver.rows("SELECT kind FROM mail_outbox WHERE recipient = ?", email), [("deleted",)])


class Modes(unittest.TestCase):
    def test_closed(self):
        with Beaver(BEAVER_REGISTRATION="closed") as beaver:
            self.assertEqual(reason(Person(beaver).registered), (403, "registration_closed"))
            self.assertEqual(beaver.call("GET", "/").json()["registration"], "closed")

    def test_an_address_may_register_so_often(self):
        with Beaver(BEAVER_REGISTRATIONS_PER_HOUR="2") as beaver:
            self.assertEqual([Person(beaver).registered.status for _ in range(3)], [201, 201, 429])
            limited = Person(beaver).registered
            self.assertEqual(limited.json()["error"]["code"], "too_many_requests")
            self.assertGreater(int(limited.headers["retry-after"]), 3000)

    def test_proof_first_tells_strangers_nothing(self):
        with Mailbox() as mailbox, Beaver(SMTP_URL=f"smtp://127.0.0.1:{mailbox.port}", BEAVER_EMAIL_VERIFICATION="required", **OPTIONS) as beaver:
            told = beaver.call("GET", "/").json()
            self.assertEqual((told["registration"], told["email_verification"]), ("open", "required"))
            email = new_email()
            first = Person(beaver, email, full_name="Ada").registered
            self.assertEqual((first.status, first.json()["status"]), (202, "verification_required"))
            self.assertEqual(beaver.call("POST", "/auth/login", {"email": email, "password": PASSWORD}).status, 401)
            self.assertEqual(len(beaver.admin("GET", "/admin/accounts")["data"]), 1)
            self.assertEqual(beaver.call("POST", "/auth/email/resend", {"email": email}).status, 202)
            mailbox.wait(2, to=email)
            made = beaver.call("POST", "/auth/email/verify", {"token": mailbox.token(email)})
            self.assertEqual((made.status, made.json()["account"]["email_verified"], made.json()["account"]["full_name"]), (201, True, "Ada"))
            self.assertEqual(beaver.call("GET", "/auth/me", key=made.json()["api_key"]).status, 200)
            self.assertEqual(beaver.call("POST", "/auth/email/verify", {"token": mailbox.token(email)}).status, 400)
            again = Person(beaver, email, full_name="Ada").registered
            self.assertEqual((again.status, again.body), (first.status, first.body))
            self.assertIn("already", mailbox.wait(3, to=email)[2]["Subject"])
            self.assertEqual(len(beaver.admin("GET", "/admin/accounts")["data"]), 2)

    def test_by_invitation(self):
        with Mailbox() as mailbox, Beaver(SMTP_URL=f"smtp://127.0.0.1:{mailbox.port}", BEAVER_REGISTRATION="invite",
                                          BEAVER_EMAIL_VERIFICATION="required", **OPTIONS) as beaver:
            self.assertEqual(beaver.call("GET", "/").json()["registration"], "invite")
            self.assertEqual(reason(Person(beaver).registered), (403, "invitation_required"))
            self.assertEqual(reason(Person(beaver, invitation="bvi_" + "x" * 43).registered), (403, "invalid_invitation"))
            email = new_email()
            made = beaver.admin("POST", "/admin/invitations", {"email": email, "role": "billing", "plan": "unlimited"})
            self.assertEqual(mailbox.token(email), made["token"])
            self.assertEqual(reason(Person(beaver, invitation=made["token"]).registered), (403, "invalid_invitation"))
            person = Person(beaver, email, invitation=made["token"])
            account = person.body["account"]
            self.assertEqual((account["role"], account["plan"], account["email_verified"]), ("billing", "unlimited", True))
            self.assertEqual(reason(Person(beaver, invitation=made["token"]).registered), (403, "invalid_invitation"))

            anybody = beaver.admin("POST", "/admin/invitations", {})
            withdrawn = beaver.admin("DELETE", f"/admin/invitations/{anybody['id']}")
            self.assertEqual(withdrawn["state"], "withdrawn")
            self.assertEqual(reason(Person(beaver, invitation=anybody["token"]).registered), (403, "invalid_invitation"))
            listed = beaver.admin("GET", "/admin/invitations")["data"]
            self.assertEqual([(line["state"], line["accepted_by"]) for line in listed], [("withdrawn", None), ("accepted", person.id)])
            self.assertNotIn("token", listed[0])
            used = beaver.call("DELETE", f"/admin/invitations/{made['id']}", key=beaver.login())
            self.assertEqual(reason(used), (409, "invitation_accepted"))


class Administration(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = cls.enterClassContext(Beaver(BEAVER_REGISTRATIONS_PER_HOUR="0"))

    def with_role(self, role):
        person = Person(self.beaver)
        self.beaver.admin("PATCH", f"/admin/accounts/{person.id}", {"role": role})
        return person

    def test_suspending_stops_keys_and_ends_sign_ins_at_once(self):
        person = Person(self.beaver)
        self.beaver.admin("PATCH", f"/admin/accounts/{person.id}", {"status": "suspended"})
        self.assertEqual(reason(self.beaver.call("GET", "/auth/me", key=person.key)), (403, "account_suspended"))
        self.assertIn(person.ask("GET", "/auth/me").status, (401, 403))
        self.assertEqual(reason(person.login()), (403, "account_suspended"))
        self.assertEqual(self.beaver.call("POST", "/auth/refresh", {"refresh_token": person.refresh}).status, 401)
        self.beaver.admin("PATCH", f"/admin/accounts/{person.id}", {"status": "active"})
        self.assertEqual(self.beaver.call("GET", "/auth/me", key=person.key).status, 200)
        self.assertEqual(person.ask("GET", "/auth/me").status, 401)
        self.assertEqual(person.login().status, 200)

    def test_changes_are_in_the_audit_log(self):
        person = Person(self.beaver)
        self.beaver.admin("PATCH", f"/admin/accounts/{person.id}",
                          {"full_name": "Ada", "plan": "unlimited", "time_zone": "Asia/Tokyo", "status": "suspended", "role": "viewer"})
        self.beaver.admin("DELETE", f"/admin/accounts/{person.id}")
        lines = self.beaver.rows("SELECT action, after_json FROM audit_log WHERE subject = ? ORDER BY id", person.id)
        self.assertEqual([line[0] for line in lines], ["account.change", "account.delete"])
        for word in ("Ada", "unlimited", "Asia/Tokyo", "suspended", "viewer"):
            self.assertIn(word, lines[0][1])

    def test_only_an_owner_makes_changes_or_removes_owners_and_admins(self):
        admin, other, plain = self.with_role("admin"), self.with_role("admin"), Person(self.beaver)
        for method, path, body in (
                ("PATCH", f"/admin/accounts/{plain.id}", {"role": "admin"}), ("PATCH", f"/admin/accounts/{plain.id}", {"role": "owner"}),
                ("PATCH", f"/admin/accounts/{other.id}", {"status": "suspended"}), ("PATCH", f"/admin/accounts/{other.id}", {"role": ""}),
                ("DELETE", f"/admin/accounts/{other.id}", None), ("POST", "/admin/invitations", {"role": "admin"}),
                ("POST", "/admin/accounts", {"email": new_email(), "role": "owner"}), ("PATCH", f"/admin/accounts/{admin.id}", {"role": "owner"})):
            with self.subTest(method=method, body=body):
                self.assertEqual(reason(admin.ask(method, path, body)), (403, "role_required"))
        self.assertEqual(admin.ask("PATCH", f"/admin/accounts/{plain.id}", {"role": "billing"}).status, 200)
        self.assertEqual(admin.ask("DELETE", f"/admin/accounts/{plain.id}").status, 200)
        self.assertEqual(reason(admin.ask("DELETE", f"/admin/accounts/{plain.id}"))[0], 404)

    def test_the_last_owner_stays(self):
        owner = next(account for account in self.beaver.admin("GET", "/admin/accounts?limit=200")["data"] if account["role"] == "owner")
        path = f"/admin/accounts/{owner['id']}"
        for method, body in (("PATCH", {"role": "admin"}), ("PATCH", {"status": "suspended"}), ("DELETE", None)):
            self.assertEqual(reason(self.beaver.call(method, path, body, key=self.beaver.login())), (409, "last_owner"))

    def test_accounts_are_found_by_a_part_of_their_address_or_name(self):
        lovelace = Person(self.beaver, f"find-me-{new_email()}", full_name="Ada Lovelace", username="countess_1")
        other = Person(self.beaver, f"find-me-{new_email()}", full_name="Lumen 100%")

        def found(search, more=""):
            return [account["id"] for account in self.beaver.admin("GET", f"/admin/accounts?limit=200&search={search}{more}")["data"]]

        self.assertEqual(found("FIND-ME"), [other.id, lovelace.id])
        self.assertEqual(found("FIND-ME", f"&after={other.id}"), [lovelace.id])
        self.assertEqual(found("lovel"), [lovelace.id])
        self.assertEqual(found("Countess_"), [lovelace.id])
        self.assertEqual(found("countess%251"), [], "what LIKE would take for anything is itself")
        self.assertEqual(found("100%25"), [other.id])
        self.assertEqual(found(lovelace.id), [lovelace.id])
        self.assertEqual(found("nobody-of-this-name"), [])
        self.beaver.admin("PATCH", f"/admin/accounts/{other.id}", {"status": "suspended"})
        self.assertEqual(found("find-me", "&status=suspended"), [other.id])
        self.assertEqual(found("find-me", f"&status=active&after={other.id}"), [lovelace.id])
        self.assertNotIn(lovelace.id, found("", "&status=suspended"))
        counted = self.beaver.admin("GET", f"/admin/accounts?limit=1&search=find-me&count=true&after={other.id}")
        self.assertEqual((counted["total"], [account["id"] for account in counted["data"]]), (2, [lovelace.id]), "of all pages")
        self.assertEqual(self.beaver.admin("GET", "/admin/accounts?limit=1&search=find-me&status=suspended&count=true")["total"], 1)
        self.assertNotIn("total", self.beaver.admin("GET", "/admin/accounts?limit=1"))
        refused = self.beaver.call("GET", "/admin/accounts?count=many", key=self.beaver.login())
        self.assertEqual((refused.status, refused.json()["error"]["param"]), (400, "count"))
        refused = self.beaver.call("GET", "/admin/accounts?status=sad", key=self.beaver.login())
        self.assertEqual((refused.status, refused.json()["error"]["param"]), (400, "status"))

    def test_an_administrator_sees_and_ends_sign_ins(self):
        person = Person(self.beaver)
        person.login()
        path = f"/admin/accounts/{person.id}/sessions"
        listed = self.beaver.admin("GET", path)["data"]
        self.assertEqual(len(listed), 2)
        self.beaver.admin("DELETE", f"{path}/{listed[1]['id']}")
        self.assertEqual(person.ask("GET", "/auth/me").status, 200)
        self.assertEqual(self.beaver.admin("DELETE", path)["sessions_ended"], 1)
        self.assertEqual(person.ask("GET", "/auth/me").status, 401)
        self.assertEqual(self.beaver.call("GET", "/admin/accounts/acc_nobody/sessions", key=self.beaver.login()).status, 404)


if __name__ == "__main__":
    unittest.main()
