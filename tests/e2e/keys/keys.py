"""What the tests of keys share: a gateway before an upstream that counts, and callers of every kind."""

import hashlib
import hmac
import json
import time

from harness.gateway import Gateway

MODEL = "e2e-keys"
OTHER = "e2e-other"
PRICE = {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 100000, "max_output_tokens": 10000,
         "input_cost_per_token": "1e-6", "output_cost_per_token": "1e-6"}
PASSWORD = "Seven-quiet-otters-9"


def gateway(**options):
    return Gateway("ok;tokens=5", prices={MODEL: PRICE, OTHER: PRICE}, **options)


class Person:
    """An account that signs in."""

    def __init__(self, beaver, balance=1):
        self.email = f"person{time.monotonic_ns()}@beaver.test"
        made = beaver.admin("POST", "/admin/accounts", {"email": self.email, "password": PASSWORD, "initial_balance": balance,
                                                        "plan": "unlimited"})
        self.id, self.beaver = made["id"], beaver
        self.token = beaver.login(self.email, PASSWORD)

    def call(self, method, path, body=None, **more):
        return self.beaver.call(method, path, body, key=self.token, **more)

    def ok(self, method, path, body=None, status=(200, 201)):
        answer = self.call(method, path, body)
        if answer.status not in status:
            raise AssertionError(f"{method} {path}: {answer.status} {answer.body.decode()}")
        return answer.json()

    def key(self, **fields):
        return self.ok("POST", "/api-keys", {"name": "test"} | fields)


def chat(beaver, secret, model=MODEL, text="Hello", headers=None, **more):
    body = {"model": model, "messages": [{"role": "user", "content": text}]} | more
    return beaver.call("POST", "/v1/chat/completions", body, secret, headers)


def sign(secret, key_id, method, target, body=b"", at=None, nonce=""):
    """As docs/keys.md shows it."""
    at = str(int(time.time() if at is None else at))
    text = "\n".join([method, target, at, nonce, hashlib.sha256(body).hexdigest()])
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    headers = {"x-beaver-key-id": key_id, "x-beaver-time": at, "x-beaver-signature": signature}
    return headers | ({"x-beaver-nonce": nonce} if nonce else {})


def signed_chat(beaver, key, text="Hello", **how):
    body = json.dumps({"model": MODEL, "messages": [{"role": "user", "content": text}]}).encode()
    headers = sign(key["signing_secret"], key["id"], "POST", "/v1/chat/completions", body, **how)
    return beaver.call("POST", "/v1/chat/completions", body, headers=headers | {"content-type": "application/json"}), body, headers
