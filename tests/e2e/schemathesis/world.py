"""A gateway with one of everything, the callers who ask it, and the ids that its lists name."""

import re

from harness.gateway import Gateway

PASSWORD = "Otters-like-17-cold-rivers"
ROLES = ("viewer", "billing", "admin", "owner")
CALLERS = ("anonymous", "key", "session", *ROLES)
# What no list above a path names.
KNOWN = {"model": "gpt-4o-mini", "provider": "openai", "file": "start-redoc.js"}


class World:
    """`gateway.beaver` runs until close(). The callers' own things are older than the ones that are made to be changed, which stand
    first in every list, and so it is those that an operation with an id meets."""

    def __init__(self):
        # Nothing here may be slowed by a limit of sign-ups, or write to people.
        self.gateway = Gateway("ok", BEAVER_REGISTRATION="open")
        self.beaver = self.gateway.beaver
        self.headers = {name: self.make_caller(name) for name in CALLERS}
        self.make_things()
        self.ids = {}

    def close(self):
        self.gateway.close()

    def make_caller(self, name):
        """The headers of a new caller of that kind, with money and one of each thing that an account may own."""
        if name == "anonymous":
            return {}
        made = self.beaver.create_account(balance=100, password=PASSWORD, plan="unlimited", **({"role": name} if name in ROLES else {}))
        if name == "key":
            headers = {"Authorization": "Bearer " + self.beaver.create_key(made["id"])["key"]}
        else:
            headers = {"Authorization": "Bearer " + self.beaver.login(made["email"], PASSWORD)}
        for path, body in (("/projects", {"name": "To change"}), ("/api-keys", {"name": "To change"}),
                           ("/account/webhooks", {"url": "https://hooks.example/one"})):
            self.beaver.call("POST", path, body, headers=headers)
        self.beaver.call("POST", "/v1/responses", {"model": KNOWN["model"], "input": "Hello"}, headers=headers)
        return headers

    def make_things(self):
        """What administrators own, and an account that may be changed in any way."""
        beaver = self.beaver
        self.password = PASSWORD
        self.victim = beaver.create_account(balance=5, password=PASSWORD)
        self.signing_in = beaver.create_account(balance=0, password=PASSWORD)  # nobody guesses at this one, which would slow it
        self.victims_key = beaver.create_key(self.victim["id"])["key"]
        self.paid_call = beaver.chat(self.victims_key).request_id
        for path, body in (("/admin/webhooks", {"url": "https://hooks.example/gateway"}), ("/admin/vouchers", {"amount": 1}),
                           ("/admin/plans", {"id": "to-change"}), ("/admin/model-aliases", {"alias": "to-change", "model": KNOWN["model"]}),
                           ("/admin/endpoints", {"provider": "openai", "base_url": "http://127.0.0.1:9/v1", "credential": "sk-to-change"})):
            beaver.admin("POST", path, body)
        self.file_id = "file-nobody_has"

    def voucher(self):
        """The code of a new one."""
        return self.beaver.admin("POST", "/admin/vouchers", {"amount": 1})["data"][0]["code"]

    def new_key(self):
        """One of the account that may be changed in any way."""
        return self.beaver.create_key(self.victim["id"])["key"]

    def refresh_token(self):
        """One that is good once."""
        return self.beaver.call("POST", "/auth/login", {"email": self.signing_in["email"], "password": PASSWORD}).json()["refresh_token"]

    def real_ids(self, path, caller):
        """For each {name} of the path something that this caller's list of such things names, or None where there is none."""
        found = {}
        for match in re.finditer(r"\{(\w+)\}", path):
            name, above = match[1], path[:match.start()].rstrip("/")
            if name in KNOWN:
                found[name] = KNOWN[name]
                continue
            for known, value in found.items():
                above = above.replace("{%s}" % known, str(value))
            found[name] = self.first_of(above, name, caller)
            if found[name] is None:
                return None
        return found

    def first_of(self, path, name, caller):
        if (path, name, caller) not in self.ids:
            answer = self.beaver.call("GET", path, headers=self.headers[caller])
            rows = []
            if answer.status == 200 and answer.body[:1] == b"{":
                rows = next((value for value in answer.json().values() if isinstance(value, list) and value), [])
            row = rows[0] if rows and isinstance(rows[0], dict) else {}
            self.ids[path, name, caller] = row.get(name, row.get("id", row.get("key_id")))
        return self.ids[path, name, caller]
