"""Starts beaverd and beaver-faulty-upstream for end-to-end tests. Python 3.11, standard library only.

    from beaver_process import Beaver, FaultyUpstream

    with FaultyUpstream() as upstream, Beaver(upstream=upstream.url("ok")) as beaver:
        account = beaver.create_account(balance=1)
        key = beaver.create_key(account["id"])["key"]
        answer = beaver.chat(key, {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "hi"}]})
        assert answer.status == 200 and beaver.proof()["ok"]

The programs are looked for in BEAVER_BIN_DIR. Nothing here sleeps to wait: it waits for a line, an exit or an answer, and
for at most BEAVER_TEST_DEADLINE seconds (60). Children die with the test, even if it is killed.
"""

from __future__ import annotations

import ctypes
import dataclasses
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time
import urllib.parse

DEADLINE = float(os.environ.get("BEAVER_TEST_DEADLINE", "60"))
ADMIN_EMAIL = "owner@beaver.test"
ADMIN_PASSWORD = "Otters-envy-7-good-dams"
MODEL = "gpt-4o-mini"

# What the developer's own shell may hold and a test must not see.
FOREIGN = re.compile(r"^(BEAVER_(?!TEST_|BIN_DIR$)|[A-Z0-9]+_(API_KEY|BASE_URL)$|DATABASE_URL$|REDIS_URL$|STRIPE_|SMTP_)")


def binary(name: str) -> str:
    folder = os.environ.get("BEAVER_BIN_DIR")
    path = shutil.which(name, path=folder)
    if path is None:
        raise FileNotFoundError(f"{name} is not in BEAVER_BIN_DIR ({folder or 'not set'})")
    return path


def monotonic_us() -> int:
    """The clock of /_stats."""
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000


_LIBC = ctypes.CDLL(None)


def die_with_parent() -> None:
    """For preexec_fn. The kernel means the thread that starts the child: start children on one that lives as long as they."""
    _LIBC.prctl(1, signal.SIGKILL)


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes

    def json(self):
        return json.loads(self.body)

    @property
    def request_id(self) -> str:
        return self.headers.get("x-request-id", "")

    def events(self) -> list[str]:
        """The data of each SSE event."""
        events, data = [], []
        for line in re.split(r"\r\n|\n|\r", self.body.decode()):
            if line.startswith("data:"):
                data.append(line[5:].removeprefix(" "))
            elif not line and data:
                events.append("\n".join(data))
                data = []
        return events


class Process:
    """A child whose output is read all the time, kept, and waited for line by line."""

    def __init__(self, arguments: list[str], environment: dict[str, str] | None = None, cwd: str | None = None):
        self.arguments = arguments
        self.signalled = False  # by us, so that its end is no surprise
        clean = {name: value for name, value in os.environ.items() if not FOREIGN.match(name)}
        self.child = subprocess.Popen(arguments, env=clean | (environment or {}), cwd=cwd, text=True, errors="replace",
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                      preexec_fn=die_with_parent)
        self.lines: list[str] = []
        self._changed = threading.Condition()
        self._ended = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.child.stdout:
            with self._changed:
                self.lines.append(line.rstrip("\n"))
                self._changed.notify_all()
        self.child.stdout.close()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    @property
    def pid(self) -> int:
        return self.child.pid

    @property
    def running(self) -> bool:
        return self.child.poll() is None

    def output(self) -> str:
        with self._changed:
            return "\n".join(self.lines)

    def wait_for_line(self, pattern: str, deadline: float = DEADLINE) -> re.Match:
        def find():
            return next((match for line in self.lines if (match := re.search(pattern, line))), None)

        with self._changed:
            self._changed.wait_for(lambda: find() or self._ended, deadline)
            match = find()
        if match is None:
            raise AssertionError(f"{self.arguments[0]} did not print /{pattern}/ in {deadline:g} s:\n{self.output()}")
        return match

    def wait_for_all(self, deadline: float = DEADLINE) -> str:
        """Everything it prints until it ends by itself."""
        self.wait(deadline)
        return self.output()

    def wait(self, deadline: float = DEADLINE) -> int:
        code = self.child.wait(deadline)
        self._reader.join(deadline)
        return code

    def signal(self, number: int) -> None:
        self.signalled = True
        self.child.send_signal(number)

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        if self.running:
            self.signal(signal.SIGKILL)
        self.wait()

    def terminate(self, deadline: float = DEADLINE) -> int:
        """SIGTERM, and the exit code. Raises subprocess.TimeoutExpired if it doesn't end."""
        if self.running:
            self.signal(signal.SIGTERM)
        return self.wait(deadline)


def call(base: str, method: str, path: str, body=None, headers: dict[str, str] | None = None,
         deadline: float = DEADLINE) -> Answer:
    """One request on a connection of its own. `body`: bytes, or anything that becomes JSON."""
    headers = dict(headers or {})
    if body is not None and not isinstance(body, bytes):
        body = json.dumps(body).encode()
        headers.setdefault("content-type", "application/json")
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(base).netloc, timeout=deadline)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
    finally:
        connection.close()


class FaultyUpstream:
    """beaver-faulty-upstream; its --list names the behaviours, its --help the paths used here."""

    def __init__(self, fixtures: str | os.PathLike | None = None):
        arguments = [binary("beaver-faulty-upstream"), "--port", "0"]
        if fixtures is not None:
            arguments += ["--fixtures", os.fspath(fixtures)]
        self.process = Process(arguments)
        self.base = self.process.wait_for_line(r"listening on (http://127\.0\.0\.1:\d+)")[1]
        self.refusing = self.process.wait_for_line(r"refusing on (http://127\.0\.0\.1:\d+)")[1]
        self.black_hole = self.process.wait_for_line(r"black hole on (http://127\.0\.0\.1:\d+)")[1]
        self.trap = self.process.wait_for_line(r"trap on (http://127\.0\.0\.1:\d+)")[1]
        self.process.wait_for_line(r"^ready$")

    def __enter__(self) -> FaultyUpstream:
        return self

    def __exit__(self, *_) -> None:
        self.process.kill()

    def url(self, behaviour: str = "ok") -> str:
        """What OPENAI_BASE_URL should be, for example url("429;retry_after=1;fail=2")."""
        return f"{self.base}/{behaviour}/v1"

    def stats(self, last: int = 100) -> dict:
        return call(self.base, "GET", f"/_stats?last={last}").json()

    def wait(self, deadline: float = DEADLINE, **total: int) -> dict:
        """wait(ended=3): until that many; wait(running=0): until at most that many. Answers the stats."""
        (name, value), = total.items()
        answer = call(self.base, "GET", f"/_wait?{name}={value}&timeout_ms={int(deadline * 1000)}", deadline=deadline + 5)
        if answer.status != 200:
            raise AssertionError(f"{name} did not reach {value} in {deadline:g} s: {answer.body.decode()}")
        return answer.json()

    def body(self, number: int | str = "last") -> bytes:
        return call(self.base, "GET", f"/_bodies/{number}").body

    def request_body(self, number: int | str = "last") -> bytes:
        return call(self.base, "GET", f"/_requests/{number}").body

    def release(self, gate: str) -> None:
        call(self.base, "POST", f"/_release?gate={gate}")

    def reset(self) -> None:
        call(self.base, "POST", "/_reset")


class ApiError(AssertionError):
    def __init__(self, method: str, path: str, answer: Answer):
        super().__init__(f"{method} {path}: {answer.status} {answer.body[:2000].decode(errors='replace')}")
        self.answer = answer


class Beaver:
    """`beaverd serve` on a database of its own. `upstream` becomes OPENAI_BASE_URL; more settings go into `env`.

    With `folder` the database stays there; otherwise it is in a temporary folder that close() removes.
    """

    def __init__(self, upstream: str | None = None, env: dict[str, str] | None = None, folder: str | None = None,
                 start: bool = True):
        self._own_folder = folder is None
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="beaver-test-"))
        self.env = {
            "BEAVER_LISTEN": "127.0.0.1:0",
            "DATABASE_URL": f"sqlite:///{self.folder}/beaver.db",
            "BEAVER_ADMIN_EMAIL": ADMIN_EMAIL,
            "BEAVER_ADMIN_PASSWORD": ADMIN_PASSWORD,
            "HOME": str(self.folder),
        }
        if upstream is not None:
            self.env |= {"OPENAI_API_KEY": "sk-upstream-canary", "OPENAI_BASE_URL": upstream}
        self.env |= env or {}
        self.process: Process | None = None
        self.base = ""
        self._token: str | None = None
        self._accounts = 0
        if start:
            self.start()

    def __enter__(self) -> Beaver:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    @property
    def database(self) -> pathlib.Path:
        return self.folder / "beaver.db"

    # Life

    def start(self, deadline: float = DEADLINE) -> None:
        """Returns when it listens. The address is another one after each start; a sign-in lasts over a restart."""
        self.process = Process([binary("beaverd"), "serve"], self.env, cwd=str(self.folder))
        self.base = self.process.wait_for_line(r"(http://127\.0\.0\.1:\d+)", deadline)[1]

    def kill(self) -> None:
        """kill -9; the database stays for the next start()."""
        self.process.kill()

    def terminate(self, deadline: float = DEADLINE + 30) -> int:
        return self.process.terminate(deadline)

    def restart(self, graceful: bool = True) -> None:
        self.terminate() if graceful else self.kill()
        self.start()

    def run(self, *arguments: str, deadline: float = DEADLINE) -> subprocess.CompletedProcess:
        """Another beaverd command on the same database, such as run("doctor")."""
        clean = {name: value for name, value in os.environ.items() if not FOREIGN.match(name)}
        return subprocess.run([binary("beaverd"), *arguments], env=clean | self.env, cwd=self.folder, text=True,
                              capture_output=True, timeout=deadline, stdin=subprocess.DEVNULL)

    def close(self) -> None:
        """Raises AssertionError with the last output if it has ended by itself."""
        if self.process is not None:
            self.process.kill()
        if self._own_folder:
            shutil.rmtree(self.folder, ignore_errors=True)
        if self.process is not None and not self.process.signalled:
            raise AssertionError(f"beaverd ended by itself with {self.process.wait()}:\n" + self.process.output()[-10_000:])

    # Calls

    def call(self, method: str, path: str, body=None, key: str | None = None, headers: dict[str, str] | None = None,
             deadline: float = DEADLINE) -> Answer:
        headers = dict(headers or {})
        if key is not None:
            headers["authorization"] = f"Bearer {key}"
        return call(self.base, method, path, body, headers, deadline)

    def login(self, email: str = ADMIN_EMAIL, password: str = ADMIN_PASSWORD) -> str:
        path = "/auth/login"
        answer = self.call("POST", path, {"email": email, "password": password})
        if answer.status != 200:
            raise ApiError("POST", path, answer)
        return answer.json()["access_token"]

    def admin(self, method: str, path: str, body=None, expect: tuple[int, ...] = (200, 201)):
        """As the administrator, signed in on first use. Answers the JSON."""
        if self._token is None:
            self._token = self.login()
        answer = self.call(method, path, body, key=self._token)
        if answer.status == 401:
            self._token = self.login()
            answer = self.call(method, path, body, key=self._token)
        if answer.status not in expect:
            raise ApiError(method, path, answer)
        return answer.json()

    def create_account(self, email: str | None = None, balance: float = 10, **more) -> dict:
        self._accounts += 1
        email = email or f"customer{self._accounts}-{os.urandom(4).hex()}@beaver.test"
        return self.admin("POST", "/admin/accounts", {"email": email, "initial_balance": balance} | more)

    def create_key(self, account_id: str, name: str = "test", **more) -> dict:
        """Its `key` is the secret."""
        return self.admin("POST", "/admin/api-keys", {"account_id": account_id, "name": name} | more)

    def customer(self, balance: float = 10, **more) -> tuple[str, str]:
        """A new account with a key: (account id, key)."""
        account = self.create_account(balance=balance, **more)
        return account["id"], self.create_key(account["id"])["key"]

    def top_up(self, account_id: str, amount: float) -> dict:
        return self.admin("POST", "/admin/top-up", {"account_id": account_id, "amount": amount})

    def account(self, account_id: str) -> dict:
        return self.admin("GET", f"/admin/accounts/{account_id}")

    def balance(self, key: str) -> dict:
        return self._own("/account/balance", key)

    def transactions(self, key: str, limit: int = 50) -> list[dict]:
        return self._own(f"/account/transactions?limit={limit}", key)["data"]

    def receipt(self, key: str, request_id: str) -> dict:
        return self._own(f"/v1/receipts/{urllib.parse.quote(request_id)}", key)

    def proof(self) -> dict:
        return self.admin("GET", "/admin/ledger/proof")

    def _own(self, path: str, key: str):
        answer = self.call("GET", path, key=key)
        if answer.status != 200:
            raise ApiError("GET", path, answer)
        return answer.json()

    def chat(self, key: str, body: dict | bytes | None = None, headers: dict[str, str] | None = None,
             deadline: float = DEADLINE, **fields) -> Answer:
        """POST /v1/chat/completions; without a body a small one, with `fields` put in: chat(key, stream=True)."""
        if body is None:
            body = {"model": MODEL, "messages": [{"role": "user", "content": "Say something."}], "max_tokens": 64} | fields
        return self.call("POST", "/v1/chat/completions", body, key=key, headers=headers, deadline=deadline)

    def open_chat(self, key: str, deadline: float = DEADLINE, **fields) -> RawConnection:
        """Sends a chat call on a bare socket and returns without reading: for clients that misbehave or leave."""
        body = json.dumps({"model": MODEL, "messages": [{"role": "user", "content": "Say something."}],
                           "max_tokens": 64} | fields).encode()
        connection = RawConnection(self.base, deadline)
        connection.send(b"POST /v1/chat/completions HTTP/1.1\r\nhost: beaver.test\r\nauthorization: Bearer " + key.encode()
                        + b"\r\ncontent-type: application/json\r\ncontent-length: " + str(len(body)).encode()
                        + b"\r\n\r\n" + body)
        return connection


class RawConnection:
    """A socket to `base` (http://host:port)."""

    def __init__(self, base: str, deadline: float = DEADLINE):
        address = urllib.parse.urlsplit(base)
        self.socket = socket.create_connection((address.hostname, address.port), timeout=deadline)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> RawConnection:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def read_until(self, mark: bytes) -> bytes:
        """All up to the first arrival that holds `mark`; raises EOFError if the peer closes before."""
        data = b""
        while mark not in data:
            block = self.socket.recv(65536)
            if not block:
                raise EOFError(data)
            data += block
        return data

    def read_all(self) -> tuple[bytes, bool]:
        """Until the end: what came, and whether it ended with a reset."""
        data = b""
        try:
            while block := self.socket.recv(65536):
                data += block
        except ConnectionResetError:
            return data, True
        return data, False

    def close(self) -> None:
        self.socket.close()

    def reset(self) -> None:
        """Leaves with RST instead of FIN."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()
