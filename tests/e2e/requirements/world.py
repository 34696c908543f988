"""One gateway as all five documents describe it, and what it takes to type their lines into it."""

import decimal
import itertools
import json
import os
import re
import shutil
import subprocess

import documents
from harness.beaver import Beaver, beaver_process
from harness.paths import FIXTURES

# Not in the built-in catalogue: what an operator of OpenRouter adds.
OPENROUTER_MODEL = {"id": "deepseek/deepseek-r1-0528", "provider": "openrouter", "context_length": 163840, "max_output_tokens": 65336,
                    "list_prices": {"input": 0.5, "output": 2.15}}
HOST = re.compile(r"http://localhost:\d+")


class World:
    def __init__(self, **options):
        self.upstream = beaver_process.FaultyUpstream(FIXTURES if FIXTURES.is_dir() else None)
        base = self.upstream.base + "/asked"
        self.beaver = Beaver(OPENAI_API_KEY="sk-1", OPENAI_BASE_URL=base + "/v1", OPENROUTER_API_KEY="sk-2",
                             OPENROUTER_BASE_URL=base + "/v1", ANTHROPIC_API_KEY="sk-3", ANTHROPIC_BASE_URL=base,
                             BEAVER_REGISTRATIONS_PER_HOUR="0", **options)
        self.beaver.start()
        self.admin_token = self.beaver.login()
        self.beaver.admin("POST", "/admin/models", OPENROUTER_MODEL)
        self._numbers = itertools.count(1)
        paths = json.loads(self.beaver.call("GET", "/openapi.json").body)["paths"]
        self.routes = {f"{method.upper()} {re.sub(r'{[^}]+}', '{}', path)}" for path, methods in paths.items() for method in methods}

    def close(self):
        self.beaver.close()
        self.upstream.process.kill()

    def has(self, method, path):
        return f"{method} {re.sub(r'{[^}]+}', '{}', path.split('?')[0])}" in self.routes

    def email(self):
        return f"person{next(self._numbers)}@example.com"

    def account(self, balance=10, **key):
        made = self.beaver.create_account(balance=balance)
        self.beaver.admin("PATCH", f"/admin/accounts/{made['id']}", {"plan": "unlimited"})
        key = {"permissions": ["read", "write", "admin"]} | key
        return made | {"key": self.beaver.create_key(made["id"], **key)["key"]}

    def curl(self, command, replace=(), add=""):
        """Types the line as it stands but for host, key and ids. Answers (status, JSON or text, headers)."""
        command = HOST.sub(self.beaver.base, command)
        for old, new in dict(replace).items():
            if old not in command:
                raise AssertionError(f"{old!r} isn't in the line any more:\n{command}")
            command = command.replace(old, new)
        command = command.replace("curl ", f"curl -sS -D {self.beaver.folder}/head -w '\\n%{{http_code}}' {add} ", 1)
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False,
                              env={"PATH": os.environ["PATH"], "HOME": str(self.beaver.folder)})
        if done.returncode:
            raise AssertionError(f"{command}\n{done.stderr}")
        body, _, status = done.stdout.rpartition("\n")
        try:
            body = json.loads(body, parse_float=decimal.Decimal)
        except ValueError:
            pass
        return int(status), body, (self.beaver.folder / "head").read_text()

    @property
    def as_admin(self):
        return f"-H 'Authorization: Bearer {self.admin_token}'"

    def ask(self, method, path, body=None, key=None, headers=None):
        return self.beaver.call(method, path, body, key, headers)


def have_curl():
    return bool(shutil.which("curl")) and documents.available()
