"""Promise P21: every route × every kind of caller gets the class of status that its row declares; nothing is reachable beyond it.

The rows come from the OpenAPI document, which is written from the route table.
"""

import json
import re
import unittest

from harness.beaver import Beaver

RANKS = ("viewer", "billing", "admin", "owner")
# A call of these would end the caller, or stream for ever.
NOT_CALLED_WHEN_ALLOWED = ("/auth/logout", "/admin/events", "/v1/chat/ws", "DELETE /users/me", "DELETE /auth/me", "DELETE /user/account",
                           "/auth/password/change", "/auth/sessions", "/auth/2fa", "/api/auth/logout")


class Authorization(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = Beaver(BEAVER_METRICS_ALLOW="192.0.2.1").start()
        cls.addClassCleanup(cls.beaver.close)
        cls.rows = []
        for path, methods in json.loads(cls.beaver.call("GET", "/openapi.json").body)["paths"].items():
            for method, operation in methods.items():
                cls.rows.append((method.upper(), path, operation["x-beaver-access"], operation.get("x-beaver-scope", "")))
        cls.plain = cls.beaver.account(balance=0)
        cls.other = cls.beaver.account(balance=0)
        cls.theirs = cls.beaver.admin("GET", f"/admin/accounts/{cls.other.id}")
        scopeless = cls.beaver.create_key(cls.plain.id, scopes=["nothing.at.all"])["key"]
        cls.callers = {"anonymous": (None, None, False), "unknown": ("beaver_" + "x" * 43, None, False),
                       "key": (cls.plain.key, "", True), "key without scope": (scopeless, "", True), "session": (cls.session(""), "", False)}
        for role in RANKS:
            cls.callers[role] = (cls.session(role), role, False)

    @classmethod
    def session(cls, role):
        """The access token of a new account with this role."""
        password = "Otters-like-17-cold-rivers"
        made = cls.beaver.create_account(balance=0, password=password, **({"role": role} if role else {}))
        return cls.beaver.login(made["email"], password)

    @staticmethod
    def allowed(access, role, is_key):
        if access == "open":
            return True
        if role is None:
            return False
        if access == "key":
            return True
        if access == "session":
            return not is_key
        return role in RANKS and RANKS.index(role) >= RANKS.index(access)

    def ask(self, method, path, key):
        """With ids that nobody has and an empty body: whoever is let in is told that nothing is there, or what the body lacks."""
        path = re.sub(r"\{\w+\}", "nobody_has_this_id", path)
        return self.beaver.call(method, path, {} if method in ("POST", "PUT", "PATCH") else None, key)

    def test_every_route_for_every_caller(self):
        self.assertGreater(len(self.rows), 100)
        wrong, asked = [], 0
        for method, path, access, scope in self.rows:
            row = f"{method} {path}"
            for name, (key, role, is_key) in self.callers.items():
                may = self.allowed(access, role, is_key)
                if may and any(each in row for each in NOT_CALLED_WHEN_ALLOWED) or (may and role == "owner" and method == "DELETE"):
                    continue
                answer, asked = self.ask(method, path, key), asked + 1
                if access == "open":
                    expected = answer.status < 500 or answer.status == 503
                elif role is None:
                    expected = answer.status in ((401, 422) if name == "anonymous" else (401,))
                elif not may or (name == "key without scope" and scope):
                    expected = answer.status == 403
                else:
                    expected = answer.status not in (401, 405, 500) and (answer.status != 403 or self.says_why(answer))
                if not expected:
                    wrong.append(f"{row} ({access}) for {name}: {answer.status} {answer.body[:120]!r}")
        self.assertFalse(wrong, f"{len(wrong)} of {asked}:\n" + "\n".join(wrong))

    @staticmethod
    def says_why(answer):
        """A handler's own refusal (a key that may not manage keys), not the front's."""
        error = json.loads(answer.body).get("error", {})
        code = error.get("code") if isinstance(error.get("code"), str) else (error.get("metadata") or {}).get("error_type")
        return code not in ("role_required", "session_required", "scope_required")

    def test_somebody_elses_ids_are_not_there(self):
        """A real account's id, asked by another: 403 or 404, never the thing."""
        for method, path, access, _ in self.rows:
            if access not in ("key", "session") or "{" not in path or "model" in path:
                continue
            asked = re.sub(r"\{\w+\}", self.other.id, path)
            with self.subTest(f"{method} {path}"):
                answer = self.beaver.call(method, asked, {} if method in ("POST", "PUT", "PATCH") else None, self.plain.key)
                self.assertIn(answer.status, (400, 403, 404, 405, 409, 415, 422), answer)
                self.assertNotIn(self.theirs["email"].encode(), answer.body)


if __name__ == "__main__":
    unittest.main()
