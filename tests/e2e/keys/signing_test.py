"""Signed requests: the right one goes through once; wrong, late, replayed and changed ones don't."""

import json
import time
import unittest

import keys
from keys import Person, chat, sign, signed_chat


class Signing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = keys.gateway()
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        cls.person = Person(cls.beaver)
        cls.key = cls.person.key(require_signature=True)

    def refused(self, answer, code):
        self.assertEqual((answer.status, answer.json()["error"]["code"]), (401, code), answer.body)

    def test_a_signed_request_goes_through(self):
        answer, _, _ = signed_chat(self.beaver, self.key, nonce="first")
        self.assertEqual(answer.status, 200, answer.body)
        receipt = self.beaver.settled_receipt(keys_account(self), answer.request_id)
        self.assertEqual(receipt["key_id"], self.key["id"])

    def test_the_query_is_signed_too(self):
        target = "/account/transactions?limit=2"
        headers = sign(self.key["signing_secret"], self.key["id"], "GET", target, nonce="q")
        self.assertEqual(self.beaver.call("GET", target, headers=headers).status, 200)
        headers = sign(self.key["signing_secret"], self.key["id"], "GET", target, nonce="r")
        self.refused(self.beaver.call("GET", "/account/transactions?limit=3", headers=headers), "invalid_signature")

    def test_a_key_that_demands_signatures_takes_no_secret(self):
        self.refused(chat(self.beaver, self.key["key"]), "signature_required")

    def test_a_key_may_do_both(self):
        both = self.person.key(can_sign=True)
        self.assertEqual(chat(self.beaver, both["key"]).status, 200)
        self.assertEqual(signed_chat(self.beaver, both)[0].status, 200)

    def test_whatever_is_changed_is_refused(self):
        _, body, headers = signed_chat(self.beaver, self.key, nonce="changed")
        path = "/v1/chat/completions"
        json_type = {"content-type": "application/json"}
        fresh = lambda nonce, **more: sign(self.key["signing_secret"], self.key["id"], "POST", path, body, nonce=nonce, **more)
        for change in ({"x-beaver-signature": "0" * 64}, {"x-beaver-nonce": "another"},
                       {"x-beaver-time": str(int(time.time()) + 1)}):  # what is older than the gateway is told as that
            headers = fresh(f"c{len(str(change))}") | change | json_type
            self.refused(self.beaver.call("POST", path, body, headers=headers), "invalid_signature")
        headers = fresh("body") | json_type
        self.refused(self.beaver.call("POST", path, body.replace(b"Hello", b"Hullo"), headers=headers), "invalid_signature")
        headers = fresh("method") | json_type
        self.refused(self.beaver.call("POST", "/v1/embeddings", body, headers=headers), "invalid_signature")

    def test_malformed_signatures(self):
        body = b"{}"
        good = sign(self.key["signing_secret"], self.key["id"], "POST", "/v1/chat/completions", body)
        for change in ({"x-beaver-signature": "zz"}, {"x-beaver-time": "now"}, {"x-beaver-time": ""},
                       {"x-beaver-nonce": "n" * 65}):
            answer = self.beaver.call("POST", "/v1/chat/completions", body, headers=good | change)
            self.refused(answer, "invalid_signature")
        for unknown in ("key_nobody", ""):
            answer = self.beaver.call("POST", "/v1/chat/completions", body, headers=good | {"x-beaver-key-id": unknown})
            self.refused(answer, "invalid_api_key")
        without = self.person.key()
        answer = self.beaver.call("POST", "/v1/chat/completions", body, headers=good | {"x-beaver-key-id": without["id"]})
        self.refused(answer, "invalid_api_key")

    def test_a_signature_lets_in_once(self):
        answer, body, headers = signed_chat(self.beaver, self.key, nonce="once")
        self.assertEqual(answer.status, 200)
        again = self.beaver.call("POST", "/v1/chat/completions", body, headers=headers | {"content-type": "application/json"})
        self.refused(again, "signature_replayed")
        self.assertEqual(signed_chat(self.beaver, self.key, nonce="twice")[0].status, 200)

    def test_the_window_is_300_seconds(self):
        self.assertEqual(signed_chat(self.beaver, self.key, at=time.time() + 280)[0].status, 200)
        for late in (-310, 330):
            self.refused(signed_chat(self.beaver, self.key, at=time.time() + late)[0], "signature_expired")

    def test_what_was_signed_before_a_restart_is_not_taken(self):
        with keys.gateway() as gateway:
            key = Person(gateway.beaver).key(can_sign=True)
            at = time.time() - 5
            gateway.beaver.kill()
            gateway.beaver.start()
            answer, _, _ = signed_chat(gateway.beaver, key, at=at)
            self.refused(answer, "signature_expired")
            self.assertEqual(signed_chat(gateway.beaver, key, at=time.time() + 2)[0].status, 200)

    def test_a_new_signing_secret_replaces_the_old_one(self):
        key = self.person.key(can_sign=True)
        self.assertEqual(signed_chat(self.beaver, key)[0].status, 200)
        fresh = self.person.ok("POST", f"/api-keys/{key['id']}/signing-secret")
        self.refused(signed_chat(self.beaver, key, nonce="old")[0], "invalid_signature")
        self.assertEqual(signed_chat(self.beaver, key | {"signing_secret": fresh["signing_secret"]})[0].status, 200)

    def test_a_signature_and_a_key_are_ambiguous(self):
        headers = sign(self.key["signing_secret"], self.key["id"], "GET", "/account/balance", nonce="both")
        answer = self.beaver.call("GET", "/account/balance", key=self.person.key()["key"], headers=headers)
        self.assertEqual((answer.status, answer.json()["error"]["code"]), (400, "ambiguous_credential"))

    def test_a_revoked_key_signs_no_more(self):
        key = self.person.key(can_sign=True)
        self.assertEqual(signed_chat(self.beaver, key, nonce="a")[0].status, 200)
        self.person.ok("DELETE", f"/api-keys/{key['id']}")
        self.refused(signed_chat(self.beaver, key, nonce="b")[0], "invalid_api_key")

    def test_the_secret_is_sealed_and_never_shown_again(self):
        secret = self.key["signing_secret"]
        self.assertTrue(secret.startswith("bss_"))
        self.assertNotIn("signing_secret", self.person.ok("GET", f"/api-keys/{self.key['id']}"))
        files = b"".join(path.read_bytes() for path in self.beaver.folder.iterdir() if path.is_file())
        for canary in (secret, self.key["key"]):
            self.assertNotIn(canary.encode(), files)
            self.assertNotIn(canary, self.beaver.process.output())


def keys_account(test):
    """Somebody who may read the account's receipts."""
    class Reader:
        key = test.person.token
    return Reader


if __name__ == "__main__":
    unittest.main()
