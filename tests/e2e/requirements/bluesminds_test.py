"""bluesminds.md: its curl lines, client samples, endpoints and tiers, as they stand."""

import pathlib
import re
import subprocess
import unittest

import documents
from case import DocumentCase, case
from harness import packages

PASSWORD = "SecurePass123!"


class BlueMinds(DocumentCase):
    document = "bluesminds"
    OPTIONS = {"BEAVER_PLANS": "bluesminds"}
    SERVER = {"name": "LiteLLM Primary", "base_url": "http://127.0.0.1:9", "priority": 1, "supported_models": ["gpt-4"]}

    ENDPOINTS = {
        "POST /api/auth/signup": ("nobody", lambda self: {"email": self.world.email(), "password": PASSWORD, "full_name": "John Doe"}, 201),
        "POST /api/auth/login": ("nobody", lambda self: {"email": self.person(), "password": PASSWORD}, 200),
        "GET /api/auth/me": ("COOKIE", None, 200),
        "PATCH /api/auth/me": ("COOKIE", {"full_name": "Jane Doe"}, 200),
        "POST /api/auth/logout": ("COOKIE", None, 200),
        "GET /api/keys": ("COOKIE", None, 200),
        "POST /api/keys": ("COOKIE", {"name": "A key", "scopes": ["chat.completions"]}, 201),
        "GET /api/keys/{id}": ("key", None, 200),
        "PATCH /api/keys/{id}": ("key", {"name": "Renamed"}, 200),
        "POST /api/keys/{id}/rotate": ("key", None, 201),
        "DELETE /api/keys/{id}": ("key", None, 200),
        "POST /api/v1/chat/completions": ("key", {"model": "gpt-4", "messages": [{"role": "user", "content": "Hello!"}]}, 200),
        "POST /api/v1/embeddings": ("key", {"model": "text-embedding-3-small", "input": "Hello"}, 200),
        "GET /api/v1/models": ("key", None, 200),
        "GET /api/usage/stats": ("key", None, 200),
        "GET /api/usage/logs": ("key", None, 200),
        "GET /api/admin/servers": ("admin", None, 200),
        "POST /api/admin/servers": ("admin", SERVER, 201),
        "PATCH /api/admin/servers/{id}": ("admin", {"priority": 2}, 200),
        "DELETE /api/admin/servers/{id}": ("admin", None, 200),
        "GET /api/admin/health": ("admin", None, 200),
        "POST /api/admin/health": ("admin", None, 200),
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rich = cls.world.account(balance=10)

    def person(self):
        email = self.world.email()
        self.ask("POST", "/api/auth/signup", {"email": email, "password": PASSWORD, "full_name": "John Doe"}, status=201)
        return email

    def cookie(self):
        """(Cookie, CSRF token) of somebody new."""
        answer = self.world.ask("POST", "/api/auth/signup", {"email": self.world.email(), "password": PASSWORD})
        return answer.headers["set-cookie"].split(";")[0], answer.json()["csrf_token"]

    def id_for(self, row, name):
        if "servers" in row:
            return self.ask("POST", "/api/admin/servers", self.SERVER | {"name": self.world.email()}, self.world.admin_token, 201)["server"]["id"]
        return self.ask("POST", "/api/keys", {"name": "Other"}, self.rich["key"], 201)["id"]

    def test_every_endpoint(self):
        self.check_endpoints({"COOKIE": self.cookie, "key": self.rich["key"], "admin": self.world.admin_token})

    @case("curl/1", "curl/2")
    def test_an_account_and_a_key(self):
        self.curl(1, {"user@example.com": self.world.email()}, status=201)
        cookie = re.search(r"(?im)^set-cookie: ([^;]+)", self.head)[1]
        token = self.ask("GET", "/api/auth/me", headers={"Cookie": cookie}).get("csrf_token") or self.csrf()
        made = self.curl(2, {"<your-session-cookie>": cookie}, f"-H 'x-csrf-token: {token}'", 201)
        self.assertTrue(made["key"].startswith("bm_"), made["preview"])
        self.assertEqual(made["scopes"], ["chat.completions", "embeddings"])

    def csrf(self):
        answer = self.world.ask("POST", "/api/auth/login", {"email": "unused@example.com", "password": "x"})
        return answer.json().get("csrf_token", "")

    @case("curl/3", "curl/4")
    def test_chat_and_stream(self):
        answer = self.curl(3, {"bm_your_api_key_here": self.rich["key"]})
        self.assertTrue(answer["choices"][0]["message"]["content"])
        streamed = self.curl(4, {"bm_your_api_key_here": self.rich["key"]})
        self.assertTrue(streamed.rstrip().endswith("data: [DONE]"), streamed)

    @case("code/1", "code/2")
    def test_the_samples_with_openais_clients(self):
        python = packages.python("sdk_python")
        if not python:
            self.skipTest("the package openai can't be had")
        code = self.item("code", 1).text.replace("http://localhost:3000", self.world.beaver.base).replace("bm_your_api_key_here", self.rich["key"])
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(done.stdout.strip())
        modules = packages.node("sdk_node")
        if not modules:
            self.skipTest("the package openai can't be had from npm")
        file = pathlib.Path(modules) / "bluesminds_sample.mjs"
        file.write_text(self.item("code", 2).text.replace("http://localhost:3000", self.world.beaver.base).replace("bm_your_api_key_here", self.rich["key"]))
        done = subprocess.run(["node", str(file)], capture_output=True, text=True, timeout=60, check=False)
        file.unlink()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(done.stdout.strip())

    def test_the_tiers(self):
        rows = re.findall(r"^\| (Free|Starter|Pro|Enterprise) \| (\w+) \| (\w+) \| (\w+) \| (\w+) \|", documents.read(self.document), re.M)
        self.assertEqual(len(rows), 4)
        plans = {plan["id"]: str(plan["limits"]) for plan in self.ask("GET", "/admin/plans", key=self.world.admin_token)["data"]}
        for name, *numbers in rows:
            for number in numbers:
                value = int(number.replace("K", "000").replace("M", "000000"))
                self.assertIn(str(value), plans[name.lower()], name)

    def test_nothing_is_left_out(self):
        self.check_nothing_is_left_out({})


if __name__ == "__main__":
    unittest.main()
