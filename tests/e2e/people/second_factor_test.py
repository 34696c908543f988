"""A second factor: codes of an authenticator program, recovery codes, each good once."""

import threading
import unittest
import xml.etree.ElementTree

from harness.beaver import Beaver
from harness.waiting import within_one
from person import PASSWORD, Person, code_of


def reason(answer):
    return answer.status, answer.json()["error"]["code"]


class SecondFactor(unittest.TestCase):
    def setUp(self):
        # One for each: wrong codes slow the address that they come from.
        self.beaver = self.enterContext(Beaver(BEAVER_REGISTRATIONS_PER_HOUR="0"))

    def person(self):
        """With a second factor; the code that enabled it was that of the step before."""
        def with_both():
            person = Person(self.beaver)
            person.setup = person.ask("POST", "/auth/2fa/setup").json()
            person.secret = person.setup["secret"]
            enabled = person.ask("POST", "/auth/2fa/enable", {"code": code_of(person.secret, offset=-1)})
            self.assertEqual(enabled.status, 200, enabled.body)
            person.recovery = enabled.json()["recovery_codes"]
            return person
        return within_one(30, with_both)

    def second_step(self, person, code, challenge=None):
        if challenge is None:
            challenge = person.login().json()["challenge"]
        return self.beaver.call("POST", "/auth/login", {"challenge": challenge, "code": code})

    def test_setting_up_shows_the_secret_as_text_address_and_picture(self):
        person = Person(self.beaver)
        setup = person.ask("POST", "/auth/2fa/setup")
        self.assertEqual(setup.headers["cache-control"], "no-store")
        shown = setup.json()
        self.assertRegex(shown["secret"], "^[A-Z2-7]{32}$")
        self.assertEqual(shown["otpauth_url"], f"otpauth://totp/Beaver:{person.email.replace('@', '%40')}?secret={shown['secret']}"
                                               "&issuer=Beaver&algorithm=SHA1&digits=6&period=30")
        picture = xml.etree.ElementTree.fromstring(shown["qr_svg"])
        self.assertTrue(picture.tag.endswith("svg"))
        # Until a code is proved, nothing is asked.
        self.assertEqual(person.login().status, 200)
        self.assertEqual(reason(person.ask("POST", "/auth/2fa/enable", {"code": "000000"}))[1], "invalid_code")
        self.assertEqual(person.login().status, 200)

    def test_a_sign_in_takes_two_steps(self):
        person = self.person()
        first = person.login()
        self.assertEqual(reason(first), (401, "second_factor_required"))
        self.assertNotIn("access_token", first.json())
        second = self.second_step(person, code_of(person.secret), first.json()["challenge"])
        self.assertEqual((second.status, second.json()["account"]["two_factor"]), (200, True))
        self.assertEqual(self.beaver.call("GET", "/auth/me", key=second.json()["access_token"]).status, 200)
        # A key needs none.
        self.assertEqual(self.beaver.call("GET", "/auth/me", key=person.key).status, 200)

    def test_a_code_and_a_challenge_are_good_once(self):
        person = self.person()
        code, challenge = code_of(person.secret), person.login().json()["challenge"]
        self.assertEqual(self.second_step(person, code, challenge).status, 200)
        self.assertEqual(reason(self.second_step(person, code)), (401, "invalid_code"))
        self.assertEqual(reason(self.second_step(person, code_of(person.secret, offset=1), challenge)), (401, "invalid_or_expired_token"))
        self.assertEqual(self.second_step(person, code_of(person.secret, offset=1)).status, 200)
        self.assertEqual(reason(self.second_step(person, code_of(person.secret, offset=-1))), (401, "invalid_code"))

    def test_one_code_at_the_same_moment_lets_one_in(self):
        person = self.person()
        code = code_of(person.secret)
        challenges = [person.login().json()["challenge"] for _ in range(4)]
        statuses = []
        threads = [threading.Thread(target=lambda each=each: statuses.append(self.second_step(person, code, each).status)) for each in challenges]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(statuses), [200, 401, 401, 401])

    def test_recovery_codes_are_good_once(self):
        person = self.person()
        self.assertEqual(len(set(person.recovery)), 10)
        self.assertEqual(self.second_step(person, person.recovery[0].upper().replace("-", " ")).status, 200)
        self.assertEqual(reason(self.second_step(person, person.recovery[0])), (401, "invalid_code"))
        self.assertEqual(self.second_step(person, person.recovery[1]).status, 200)
        renewed = person.ask("POST", "/auth/2fa/recovery", {"code": person.recovery[2]}).json()["recovery_codes"]
        self.assertEqual(reason(self.second_step(person, person.recovery[3])), (401, "invalid_code"))
        self.assertEqual(self.second_step(person, renewed[0]).status, 200)

    def test_guessing_is_slowed(self):
        person = self.person()
        challenge = person.login().json()["challenge"]
        answers = [reason(self.second_step(person, f"{number:06d}", challenge)) for number in range(8)]
        self.assertEqual(answers[0], (401, "invalid_code"))
        self.assertIn((429, "too_many_requests"), answers)

    def test_it_is_taken_away_by_who_has_it(self):
        person = self.person()
        self.assertEqual(reason(person.ask("POST", "/auth/2fa/disable", {"code": "123456"}))[0], 401)
        self.assertEqual(reason(person.ask("POST", "/auth/2fa/setup")), (409, "second_factor_enabled"))
        self.assertEqual(person.ask("POST", "/auth/2fa/disable", {"code": code_of(person.secret)}).json(), {"two_factor": False})
        self.assertEqual(person.login().status, 200)
        self.assertEqual(reason(person.ask("POST", "/auth/2fa/disable", {"code": person.recovery[0]})), (409, "no_second_factor"))

    def test_a_new_password_does_not_go_round_it(self):
        person = self.person()
        changed = {"current_password": PASSWORD, "password": "quite another 3 thing"}
        self.assertEqual(person.ask("POST", "/auth/password/change", changed).status, 200)
        person.password = "quite another 3 thing"
        self.assertEqual(reason(person.login()), (401, "second_factor_required"))

    def test_the_database_holds_no_secret_of_it(self):
        import base64
        person = self.person()
        raw = base64.b32decode(person.secret)
        challenge = person.login().json()["challenge"]
        self.beaver.restart()
        held = b"".join(path.read_bytes() for path in self.beaver.folder.glob("beaver.db*") if path.is_file() and path.suffix != ".key")
        for secret in (raw, person.secret.encode(), person.refresh.encode(), challenge.encode(), person.key.encode(),
                       *(code.encode() for code in person.recovery), *(code.replace("-", "").encode() for code in person.recovery)):
            self.assertNotIn(secret, held)
        self.assertEqual(self.second_step(person, code_of(person.secret), challenge).status, 200)


if __name__ == "__main__":
    unittest.main()
