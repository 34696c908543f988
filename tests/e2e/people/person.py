"""A person at the gateway: registers, signs in, keeps a browser's cookie, makes a second factor's codes."""

import base64
import hashlib
import hmac
import http.client
import itertools
import json
import os
import time

from harness.answer import Answer

PASSWORD = "walnut envelope 7 harbour"
_numbers = itertools.count(1)


def new_email():
    return f"person{next(_numbers)}-{os.urandom(3).hex()}@example.com"


def code_of(secret, at=None, offset=0):
    """RFC 6238 by the standard library alone."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    step = int(time.time() if at is None else at) // 30 + offset
    mac = hmac.new(key, step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = mac[-1] & 15
    return f"{(int.from_bytes(mac[start:start + 4], 'big') & 0x7fffffff) % 1000000:06d}"


class Person:
    def __init__(self, beaver, email=None, password=PASSWORD, **more):
        self.beaver, self.email, self.password = beaver, email or new_email(), password
        body = {"email": self.email} | ({"password": password} if password else {}) | more
        self.registered = beaver.call("POST", "/auth/register", body)
        if self.registered.status == 201:
            self._take(self.registered.json())

    def _take(self, body):
        self.body = body
        self.id, self.token, self.refresh = body["account"]["id"], body["access_token"], body["refresh_token"]
        self.key = body.get("api_key", getattr(self, "key", None))

    def ask(self, method, path, body=None, **more):
        return self.beaver.call(method, path, body, key=self.token, **more)

    def login(self, **more):
        answer = self.beaver.call("POST", "/auth/login", {"email": self.email, "password": self.password} | more)
        if answer.status == 200:
            self._take(answer.json())
        return answer


class Browser:
    """Keeps the cookie, and says where its page is from."""

    def __init__(self, beaver, origin=None):
        self.beaver, self.origin, self.cookies = beaver, origin, {}

    def ask(self, method, path, body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.origin and "origin" not in headers:
            headers["origin"] = self.origin
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            headers.setdefault("content-type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.beaver.port, timeout=30)
        try:
            connection.request(method, path, body, {"host": "127.0.0.1"} | headers)
            response = connection.getresponse()
            set_cookies = response.headers.get_all("set-cookie") or []
            answer = Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read(), True)
        finally:
            connection.close()
        self.set_cookie = "".join(set_cookies)
        for line in set_cookies:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
            if "Max-Age=0" in line:
                del self.cookies[name]
        return answer
