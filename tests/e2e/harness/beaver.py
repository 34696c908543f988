"""beaverd as tests/support starts it, asked over connections that show every byte, with exact money."""

import dataclasses
import decimal
import json
import sqlite3

from harness import client, paths  # noqa: F401  (paths makes the next import work)
from harness.waiting import eventually
import beaver_process


@dataclasses.dataclass
class Account:
    id: str
    key: str


class Beaver(beaver_process.Beaver):
    """Options go in by name. start() returns once it is ready; after kill() or terminate() it goes on with the same database.

    Endpoints aren't checked unless an option says so: what an upstream was asked is what the test's calls made of it, however long a suite takes.
    """

    def __init__(self, **options):
        super().__init__(env={"BEAVER_HEALTH_INTERVAL_S": "0"} | options, start=False)
        self.port = 0

    def __enter__(self):
        return self.start()

    def start(self):
        super().start()
        self.port = int(self.base.rsplit(":", 1)[1])
        eventually(self._is_ready, "readiness", 60)
        return self

    def _is_ready(self):
        return self.call("GET", "/health/ready", deadline=5).status == 200

    def call(self, method, path, body=None, key=None, headers=None, deadline=client.TIMEOUT):
        return client.call(self.port, method, path, body, key, headers, deadline)

    def command(self, *arguments, **options):
        """Runs `beaverd` with arguments and more options on the same database; the gateway must not be running."""
        own, self.env = self.env, self.env | options
        try:
            return self.run(*arguments, deadline=60)
        finally:
            self.env = own

    def account(self, balance=10, plan="unlimited", **settings):
        """A new account with so much money (a number, or a Decimal), without limits, and one key."""
        made = self.create_account(balance=0)
        if balance:
            self.admin("POST", "/admin/top-up", _exact_json({"account_id": made["id"], "amount": balance}))
        self.admin("PATCH", f"/admin/accounts/{made['id']}", {"plan": plan} | settings)
        return Account(made["id"], self.create_key(made["id"])["key"])

    def complete(self, account, model, text="Hello", headers=None, deadline=client.TIMEOUT, **more):
        """One chat call."""
        body = {"model": model, "messages": [{"role": "user", "content": text}]} | more
        return self.call("POST", "/v1/chat/completions", body, account.key, headers, deadline)

    def settled_receipt(self, account, request_id, timeout=60):
        """The receipt of a call that may be settling still (its client left)."""
        eventually(lambda: self.rows("SELECT 1 FROM usage_records WHERE id = ?", request_id), f"record of {request_id}", timeout)
        return self.receipt(account.key, request_id)

    def calls(self, account):
        """The ids of an account's settled calls, oldest first."""
        return [row[0] for row in self.rows("SELECT id FROM usage_records WHERE account_id = ? ORDER BY seq", account.id)]

    def next_receipt(self, account, known, timeout=60):
        """The receipt of the one call that is settled after those `known`, for a client that left before it knew the id."""
        more = eventually(lambda: self.calls(account)[known:], "settled call", timeout)
        if len(more) != 1:
            raise AssertionError(f"one call was made, {len(more)} are recorded")
        return self.receipt(account.key, more[0])

    def assert_balanced(self, timeout=60):
        """Promise P4, and P2: nothing is held once nothing runs and the last settlement is in the database."""
        seen = []

        def all_ended():
            seen[:] = [self.proof()]
            return not seen[0]["open_calls"] and not seen[0]["open_holds"]

        try:
            eventually(all_ended, "end of all calls and holds", timeout)
        except AssertionError as late:
            raise AssertionError(f"{late}; the last proof: {seen}") from None
        proof = seen[0]
        if not proof["ok"] or proof["trial_balance"] != 0:
            raise AssertionError(f"the ledger doesn't balance: {proof}")
        return proof

    def rows(self, query, *parameters):
        """What the database holds, read beside the running gateway."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=60)
        try:
            return connection.execute(query, parameters).fetchall()
        finally:
            connection.close()

    def charges(self, call_id):
        """(usage records, ledger entries, nano-USD taken) of one call."""
        records = self.rows("SELECT count(*) FROM usage_records WHERE id = ?", call_id)[0][0]
        entries = self.rows("SELECT count(*), coalesce(-sum(customer), 0) FROM ledger_entries WHERE reference = ? AND type = 'usage'",
                            call_id)[0]
        return records, *entries


def _exact_json(body):
    """json writes a Decimal only by way of a float; this keeps its digits."""
    members = (f"{json.dumps(name)}: {format(value, 'f') if isinstance(value, decimal.Decimal) else json.dumps(value)}"
               for name, value in body.items())
    return ("{" + ", ".join(members) + "}").encode()
