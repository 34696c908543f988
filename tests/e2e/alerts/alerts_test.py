"""What people are told: budgets, low balances, endpoints; by mail and by signed webhook, each once, also over a restart."""

import contextlib
import decimal
import json
import pathlib
import socket
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "people"))

from mail_server import Mailbox  # noqa: E402
from person import Person  # noqa: E402
from receiver import Receiver, signature  # noqa: E402

from harness.gateway import Gateway  # noqa: E402
from harness.waiting import eventually  # noqa: E402

TOKENS = 100
MODEL = "e2e-alerts"
PRICES = {MODEL: {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 100000, "max_output_tokens": 10000,
                  "input_cost_per_token": "0", "output_cost_per_token": "1e-6"}}


class Alerts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mail = Mailbox()
        cls.addClassCleanup(cls.mail.close)
        cls.options = {"SMTP_URL": f"smtp://127.0.0.1:{cls.mail.port}", "MAIL_FROM": "beaver@beaver.test", "BEAVER_WEBHOOK_RETRY_MS": "50",
                       "BEAVER_WEBHOOK_ATTEMPTS": "4", "BEAVER_WEBHOOK_TIMEOUT_MS": "120000", "BEAVER_WEBHOOK_PRIVATE": "on"}
        cls.gateway = Gateway(f"ok;tokens={TOKENS};prompt=7", prices=PRICES, **cls.options)
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    def setUp(self):
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)

    def person(self, balance=1):
        person = Person(self.beaver)
        self.beaver.top_up(person.id, balance)
        self.beaver.admin("PATCH", f"/admin/accounts/{person.id}", {"plan": "unlimited"})
        return person

    def hook(self, person, url=None, **more):
        answer = person.ask("POST", "/account/webhooks", {"url": url or self.receiver.url()} | more)
        self.assertEqual(answer.status, 201, answer)
        return answer.json()

    def call(self, person, status=200):
        answer = self.beaver.chat(person.key, model=MODEL, max_tokens=TOKENS)
        self.assertEqual(answer.status, status, answer.body)

    def mails(self, to, text):
        return [message for message in self.mail.messages if to in str(message["to"]) and text in str(message["subject"])]

    def test_a_budget_is_told_of_at_50_80_and_100_percent_once_also_over_a_restart(self):
        person = self.person()
        made = self.hook(person, events=["budget.threshold"])
        self.call(person)
        cost = self.beaver.rows("SELECT cost FROM usage_records WHERE account_id = ?", person.id)[0][0]
        budget = decimal.Decimal(cost) * 11 / 10**9
        body = f'{{"scope": "account", "id": "{person.id}", "limits": {{"spend_per_month": {budget}}}}}'
        self.beaver.admin("PUT", "/admin/limits", body.encode())
        for _ in range(5):
            self.call(person)
        half = self.receiver.wait(1)[0]
        self.assertEqual((half["type"], half["data"]["percent"], half["data"]["name"], half["account_id"]),
                         ("budget.threshold", 50, "spend_per_month", person.id))
        # What the gateway doesn't know to have arrived when it ends is sent again.
        eventually(lambda: self.beaver.rows("SELECT 1 FROM webhook_deliveries WHERE webhook_id = ? AND state = 'delivered'", made["id"]), "delivery")
        self.beaver.restart()
        self.beaver.port = int(self.beaver.base.rsplit(":", 1)[1])
        for _ in range(5):
            self.call(person)
        self.call(person, 429)
        self.call(person, 429)
        told = self.receiver.wait(3)
        self.assertEqual([event["data"]["percent"] for event in told], [50, 80, 100])
        for percent in (50, 80, 100):
            eventually(lambda: self.mails(person.email, f"{percent} % of a budget"), f"mail about {percent} %")
        # Nothing comes twice: what was told is in the database.
        self.assertEqual(self.beaver.rows("SELECT level FROM alerts_told WHERE kind = 'budget.threshold' AND subject LIKE ? "
                                          "ORDER BY level", f"%{person.id}%"), [(50,), (80,), (100,)])
        self.assertEqual(len(self.receiver.events()), 3)

    def test_a_server_that_never_answers_delays_nobody_else(self):
        silent = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.addCleanup(silent.close)
        taken = []

        def take():
            with contextlib.suppress(OSError):
                while True:
                    taken.append(silent.accept()[0])

        threading.Thread(target=take, daemon=True).start()
        self.addCleanup(lambda: [connection.close() for connection in taken])
        slow, other = self.person(), self.person()
        made = self.hook(slow, f"http://127.0.0.1:{silent.getsockname()[1]}/")
        for _ in range(40):
            self.assertIn(slow.ask("POST", f"/account/webhooks/{made['id']}/test").status, (200, 201, 202))
        eventually(lambda: len(taken) >= 4, "deliveries to the silent server")
        mine = self.hook(other)
        other.ask("POST", f"/account/webhooks/{mine['id']}/test")
        self.receiver.wait(1, "webhook.test")
        self.assertLessEqual(len(taken), 4)

    def test_every_delivery_is_signed_and_names_itself(self):
        person = self.person()
        made = self.hook(person)
        self.assertTrue(made["secret"].startswith("whsec_"))
        listed = person.ask("GET", "/account/webhooks").json()["data"]
        self.assertEqual([(hook["id"], "secret" in hook) for hook in listed], [(made["id"], False)])
        self.assertNotIn(made["secret"].encode(), self.beaver.database.read_bytes())
        sent = person.ask("POST", f"/account/webhooks/{made['id']}/test").json()
        self.receiver.wait(1, "webhook.test")
        _, headers, body = self.receiver.received[0]
        self.assertEqual(headers["webhook-id"], sent["event_id"])
        self.assertEqual(headers["webhook-signature"], signature(made["secret"], headers, body))
        self.assertLess(abs(time.time() - int(headers["webhook-timestamp"])), 60)
        self.assertEqual(json.loads(body), sent["body"])
        # A new secret signs what comes after it.
        fresh = person.ask("POST", f"/account/webhooks/{made['id']}/rotate").json()["secret"]
        person.ask("POST", f"/account/webhooks/{made['id']}/deliveries/{sent['id']}/send-again")
        self.receiver.wait(2, "webhook.test")
        _, again, body_again = self.receiver.received[1]
        self.assertEqual((again["webhook-id"], body_again), (headers["webhook-id"], body))
        self.assertEqual(again["webhook-signature"], signature(fresh, again, body_again))
        deliveries = eventually(lambda: [row for row in [person.ask("GET", f"/account/webhooks/{made['id']}/deliveries?state=delivered").json()["data"]]
                                         if len(row) == 2], "two deliveries")[0]
        self.assertEqual({delivery["last_status"] for delivery in deliveries}, {200})

    def test_a_receiver_that_fails_is_tried_again_and_switched_off_in_the_end(self):
        person = self.person()
        made = self.hook(person)
        self.receiver.first = [302, 302]  # not followed
        person.ask("POST", f"/account/webhooks/{made['id']}/test")
        self.receiver.wait(3)
        self.assertEqual(self.receiver.events(path="/elsewhere"), [])
        self.assertEqual(len({headers["webhook-id"] for _, headers, _ in self.receiver.received}), 1)
        eventually(lambda: person.ask("GET", f"/account/webhooks/{made['id']}").json()["failing_since"] is None, "end of the failure")
        self.receiver.status = 500
        person.ask("POST", f"/account/webhooks/{made['id']}/test")
        hook = eventually(lambda: next((hook for hook in [person.ask("GET", f"/account/webhooks/{made['id']}").json()]
                                        if hook["status"] == "disabled"), None), "end of the webhook")
        self.assertIn("HTTP 500", hook["disabled_why"])
        self.assertEqual(len(self.receiver.events()), 3 + 4)
        eventually(lambda: self.mails(person.email, "webhook was switched off"), "notice")
        failed = person.ask("GET", f"/account/webhooks/{made['id']}/deliveries?state=failed").json()["data"]
        self.assertEqual([(delivery["attempts"], delivery["last_status"]) for delivery in failed], [(4, 500)])
        self.receiver.status = 200
        self.assertEqual(person.ask("PATCH", f"/account/webhooks/{made['id']}", {"status": "active"}).json()["disabled_why"], None)
        person.ask("POST", f"/account/webhooks/{made['id']}/deliveries/{failed[0]['id']}/send-again")
        self.receiver.wait(8)

    def test_what_waits_survives_a_killed_gateway(self):
        # The pause after the first attempt is long enough for the kill to come in it.
        with Gateway("ok", **self.options | {"BEAVER_WEBHOOK_RETRY_MS": "3000"}) as gateway:
            person = Person(gateway.beaver)
            made = self.hook(person)
            self.receiver.first = [503]
            sent = person.ask("POST", f"/account/webhooks/{made['id']}/test").json()
            self.receiver.wait(1)
            gateway.beaver.kill()
            gateway.beaver.start()
            self.receiver.wait(2)
            self.assertEqual({headers["webhook-id"] for _, headers, _ in self.receiver.received}, {sent["event_id"]})

    def test_a_low_balance_is_told_of_once_until_it_has_risen(self):
        person = self.person(balance=1)
        self.hook(person, events=["balance.low"])
        self.assertEqual(person.ask("PATCH", "/account/alerts", {"low_balance": 0.9999}).json()["low_balance"], decimal.Decimal("0.9999"))
        while self.beaver.balance(person.key)["balance"] >= decimal.Decimal("0.9999"):
            self.call(person)
        first = self.receiver.wait(1)[0]
        self.assertEqual(first["data"]["threshold"], 0.9999)
        eventually(lambda: self.mails(person.email, "balance is low"), "mail")
        self.call(person)
        self.beaver.top_up(person.id, 1)
        eventually(lambda: not self.beaver.rows("SELECT 1 FROM alerts_told WHERE kind = 'balance.low' AND subject = ?", person.id), "rise")
        self.assertEqual(len(self.receiver.events()), 1)
        person.ask("PATCH", "/account/alerts", {"low_balance": 5, "mail": False})
        self.receiver.wait(2)
        self.assertEqual(len(self.mails(person.email, "balance is low")), 1)
        # Nobody else's, and no key's, to change.
        self.assertEqual(self.beaver.call("PATCH", "/account/alerts", {"mail": True}, key=person.key).status, 403)

    def test_endpoints_that_fail_and_recover_are_told_to_the_gateways_own_webhooks(self):
        options = self.options | {"BEAVER_HEALTH_INTERVAL_S": "1"}
        with Gateway(prices=PRICES, **options) as gateway:
            hook = gateway.beaver.admin("POST", "/admin/webhooks", {"url": self.receiver.url()})
            self.assertIsNone(hook["account_id"])
            account = gateway.beaver.account(balance=5)
            gateway.switch.select("status;code=500")

            def ask():
                return gateway.beaver.complete(account, MODEL, max_tokens=TOKENS)
            for _ in range(6):
                ask()

            def told(kind):
                """Of the endpoint that is asked; checks find those of the other providers broken too."""
                return [event for event in self.receiver.events(kind) if event["data"].get("provider") == "openai"]
            failed = eventually(lambda: told("endpoint.failed"), "endpoint.failed")[0]
            self.assertEqual(told("endpoint.recovered"), [])
            gateway.switch.select(f"ok;tokens={TOKENS}")
            # On a busy machine a check comes too late, and it fails and recovers once more.
            recovered = eventually(lambda: (ask(), told("endpoint.recovered"))[1], "endpoint.recovered", 90)
            self.assertEqual({event["data"]["endpoint_id"] for event in recovered}, {failed["data"]["endpoint_id"]})

    def test_strangers_and_keys_see_nothing(self):
        person, other = self.person(), self.person()
        made = self.hook(person)
        for method, path in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/test"), ("POST", "/rotate"), ("GET", "/deliveries"),
                             ("POST", "/deliveries/whd_x/send-again")):
            with self.subTest(method=method, path=path):
                self.assertEqual(other.ask(method, f"/account/webhooks/{made['id']}{path}", {} if method == "PATCH" else None).status, 404)
        self.assertEqual(self.beaver.call("GET", "/account/webhooks", key=person.key).status, 403)
        self.beaver.admin("GET", f"/admin/webhooks/{made['id']}", expect=(404,))
        self.assertEqual(person.ask("GET", "/admin/webhooks").status, 403)
        for body, param in (({"url": "ftp://example.com"}, "url"), ({"url": "https://user:x@example.com/"}, "url"),
                            ({"url": "https://"}, "url"), ({"url": self.receiver.url(), "events": ["nothing"]}, "events"), ({}, "url")):
            answer = person.ask("POST", "/account/webhooks", body)
            self.assertEqual((answer.status, answer.json()["error"]["param"]), (400, param), body)


class PrivateAddresses(unittest.TestCase):
    """Promise P22: what a plain account names reaches the public internet alone."""

    def test_private_addresses_are_refused_by_name_and_when_connecting(self):
        receiver = Receiver()
        self.addCleanup(receiver.close)
        with Gateway("ok", prices=PRICES, BEAVER_WEBHOOK_RETRY_MS="20", BEAVER_WEBHOOK_ATTEMPTS="2") as gateway:
            person = Person(gateway.beaver)
            port = receiver.server.server_port
            for host in ("127.0.0.1", "localhost", "0.0.0.0", "10.0.0.1", "172.16.0.9", "192.168.1.1", "169.254.169.254", "[::1]",
                         "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "2130706433", "0x7f.1", "127.1", "100.64.0.1",
                         "metadata.google.internal", "x.localhost"):
                with self.subTest(host=host):
                    answer = person.ask("POST", "/account/webhooks", {"url": f"http://{host}:{port}/hook"})
                    self.assertEqual((answer.status, answer.json()["error"]["param"]), (400, "url"))
            # A name that leads home is caught where it is connected to.
            made = person.ask("POST", "/account/webhooks", {"url": f"http://{socket_name()}:{port}/hook"})
            self.assertEqual(made.status, 201, made)
            person.ask("POST", f"/account/webhooks/{made.json()['id']}/test")
            hook = eventually(lambda: next((hook for hook in [person.ask("GET", f"/account/webhooks/{made.json()['id']}").json()]
                                            if hook["status"] == "disabled"), None), "refusal")
            self.assertIn("isn't allowed", hook["disabled_why"])
            self.assertEqual(receiver.received, [])
            # Administrators may.
            own = gateway.beaver.admin("POST", "/admin/webhooks", {"url": receiver.url()})
            gateway.beaver.admin("POST", f"/admin/webhooks/{own['id']}/test", expect=(202,))
            receiver.wait(1, "webhook.test")


def socket_name():
    """A name of this machine that leads to an address that isn't public."""
    import socket
    name = socket.gethostname()
    try:
        socket.getaddrinfo(name, 80)
    except OSError:
        raise unittest.SkipTest("this machine's name leads nowhere")
    return name


if __name__ == "__main__":
    unittest.main()
