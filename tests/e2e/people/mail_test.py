"""Mail: over a real SMTP server, through an outbox that outlives the process."""

import tempfile
import unittest

from harness.beaver import Beaver
from harness.waiting import eventually
from mail_server import Mailbox, text_of

FROM = "Bibér <beaver@example.org>"


def outbox(beaver, state):
    return beaver.admin("GET", f"/admin/mail?state={state}")["data"]


def send_test(beaver, body=None):
    return beaver.admin("POST", "/admin/mail/test", body, expect=(202,))


class Mail(unittest.TestCase):
    def test_a_message_arrives_whole_over_a_login(self):
        with Mailbox(login=("be@ver", "p:w/%")) as mailbox, \
                Beaver(SMTP_URL=f"smtp://be%40ver:p%3Aw%2F%25@127.0.0.1:{mailbox.port}", MAIL_FROM=FROM) as beaver:
            queued = send_test(beaver, {"to": "somebody@example.com"})
            message = mailbox.wait()[0]
            self.assertEqual(mailbox.logins, [("be@ver", "p:w/%")])
            self.assertEqual(mailbox.recipients, [["somebody@example.com"]])
            self.assertEqual(str(message["From"]), FROM)
            self.assertEqual(message["Message-ID"], f"<{queued['id']}@example.org>")
            self.assertEqual(message["Auto-Submitted"], "auto-generated")
            self.assertIsNotNone(message["Date"].datetime)
            self.assertEqual(message.get_content_type(), "multipart/mixed")
            self.assertIn("to see whether mail arrives", text_of(message))
            self.assertIn("<p>", message.get_body(("html",)).get_content())
            sent = eventually(lambda: outbox(beaver, "sent"), "line of the outbox")
            self.assertEqual([(line["id"], line["attempts"]) for line in sent], [(queued["id"], 1)])
            for search, found in (("SOMEBODY%40", 1), ("can+send", 1), ("somebody_", 0), ("nobody", 0)):
                self.assertEqual(len(beaver.admin("GET", f"/admin/mail?search={search}")["data"]), found, search)

    def test_a_refusal_for_now_is_tried_again_after_a_restart_too(self):
        with Mailbox(refusals=["451 4.7.1 later", "421 4.3.2 later still"]) as mailbox:
            beaver = Beaver(SMTP_URL=f"smtp://127.0.0.1:{mailbox.port}", BEAVER_MAIL_RETRY_MS="1")
            self.addCleanup(beaver.close)
            beaver.start()
            send_test(beaver)
            mailbox.wait()
            eventually(lambda: outbox(beaver, "sent"), "end")
            self.assertEqual([(line["attempts"], line["state"]) for line in outbox(beaver, "sent")], [(3, "sent")])
            self.assertEqual(len(mailbox.messages), 1)

            mailbox.refusals = ["451 4.7.1 later"]
            beaver.env["BEAVER_MAIL_RETRY_MS"] = "8000"  # the kill comes before
            beaver.terminate()
            beaver.start()
            send_test(beaver)
            mailbox.wait_refused()
            waiting = eventually(lambda: [line for line in outbox(beaver, "queued") if line["attempts"]], "retry")
            self.assertIn("451", waiting[0]["last_error"])
            beaver.kill()
            self.assertEqual(len(mailbox.messages), 1)
            beaver.start()
            self.assertEqual(mailbox.wait(2)[1]["Message-ID"][1:32], waiting[0]["id"])

    def test_what_is_refused_for_good_is_given_up_visibly(self):
        with Mailbox(refusals=["554 5.7.1 never"]) as mailbox, \
                Beaver(SMTP_URL=f"smtp://127.0.0.1:{mailbox.port}", BEAVER_MAIL_RETRY_MS="1") as beaver:
            send_test(beaver)
            failed = eventually(lambda: outbox(beaver, "failed"), "failure")
            self.assertEqual(failed[0]["attempts"], 1)
            self.assertIn("554", failed[0]["last_error"])
            beaver.process.wait_for_line("is given up after 1 attempt")
            self.assertEqual(mailbox.messages, [])

    def test_a_server_that_is_not_there_is_given_up_after_its_attempts(self):
        with Beaver(SMTP_URL="smtp://127.0.0.1:1", BEAVER_MAIL_RETRY_MS="1", BEAVER_MAIL_ATTEMPTS="3") as beaver:
            send_test(beaver)
            self.assertEqual(eventually(lambda: outbox(beaver, "failed"), "failure")[0]["attempts"], 3)

    def test_starttls_and_a_certificate_that_nobody_vouches_for(self):
        with tempfile.TemporaryDirectory() as folder, Mailbox(login=("me", "secret-word"), tls=folder) as mailbox:
            url = f"smtp://me:secret-word@localhost:{mailbox.port}?starttls=required"
            with Beaver(SMTP_URL=url, SMTP_CA_FILE=mailbox.ca) as beaver:
                send_test(beaver)
                mailbox.wait()
                self.assertEqual(mailbox.secure, [True])
            with Beaver(SMTP_URL=url, BEAVER_MAIL_RETRY_MS="1", BEAVER_MAIL_ATTEMPTS="1") as beaver:
                send_test(beaver)
                self.assertIn("certificate", eventually(lambda: outbox(beaver, "failed"), "failure")[0]["last_error"])
                self.assertEqual(len(mailbox.logins), 1)
                self.assertNotIn("secret-word", beaver.process.output())

    def test_a_server_without_tls_gets_no_password_where_tls_is_required(self):
        with Mailbox(login=("me", "secret-word")) as mailbox, \
                Beaver(SMTP_URL=f"smtp://me:secret-word@127.0.0.1:{mailbox.port}?starttls=required", BEAVER_MAIL_ATTEMPTS="1") as beaver:
            send_test(beaver)
            self.assertTrue(eventually(lambda: outbox(beaver, "failed"), "failure")[0]["last_error"])
            self.assertEqual(mailbox.logins, [])

    def test_without_a_server_it_goes_to_the_log(self):
        with Beaver() as beaver:
            send_test(beaver, {"to": "somebody@example.com"})
            self.assertEqual(eventually(lambda: outbox(beaver, "logged"), "line")[0]["to"], "somebody@example.com")
            beaver.process.wait_for_line("no SMTP_URL: mail mail_.* to somebody@example.com")

    def test_an_address_that_would_be_more_than_one_is_refused(self):
        with Beaver() as beaver:
            for address in ("a@example.com\r\nBcc: b@example.com", "a@example.com,b@example.com", "a@b@c", "<a@example.com>", "nobody", ""):
                with self.subTest(address):
                    answer = beaver.call("POST", "/admin/mail/test", {"to": address}, key=beaver.login())
                    self.assertEqual((answer.status, answer.json()["error"]["param"]), (422, "to"))
            self.assertEqual(beaver.admin("GET", "/admin/mail")["data"], [])


if __name__ == "__main__":
    unittest.main()
