"""What is measured: no gateway, nginx, Beaver; and what it takes to run them."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

import beaver_process
from beaver_process import Beaver, Process

from . import report, system

KEYS = 16

CLAUDE = "claude-haiku-4-5-20251001"  # of the catalogue; asked for in OpenAI's dialect it is translated

# One process, no master: it ends with us even if we are killed, and is what one worker is. Large prompts stay in its memory.
NGINX = """
master_process off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
daemon off;
events {{ worker_connections 16384; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    client_body_buffer_size 1m;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    upstream provider {{ server 127.0.0.1:{upstream}; keepalive 4096; keepalive_requests 1000000000; }}
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location / {{ proxy_pass http://provider; proxy_http_version 1.1; proxy_set_header Connection ""; }}
    }}
    server {{
        listen 127.0.0.1:{stream_port} backlog=4096;
        location / {{
            proxy_pass http://provider; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off;
        }}
    }}
}}
"""


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


class Subject:
    """An address and the processes that serve it."""

    def __init__(self, name: str, base: str, process: Process | None, stream_base: str | None = None,
                 key_file: pathlib.Path | None = None):
        self.name, self.base, self.stream_base = name, base, stream_base or base
        self.process, self.key_file = process, key_file

    def pids(self) -> list[int]:
        return system.children(self.process.pid) if self.process else []

    def resident_kb(self) -> int:
        return system.resident_kb(self.pids())


class BeaverSubject(Subject):
    def __init__(self, name: str, beaver: Beaver, keys: list[str]):
        key_file = beaver.folder / "keys"
        key_file.write_text("\n".join(keys) + "\n")
        super().__init__(name, beaver.base, beaver.process, key_file=key_file)
        self.beaver, self.keys = beaver, keys

    def restarted(self) -> None:
        self.base = self.stream_base = self.beaver.base
        self.process = self.beaver.process


class Stage:
    """Starts upstream, nginx and Beaver, runs loads against them, ends all of them."""

    def __init__(self, options):
        self.options = options
        self.quick = options.quick
        self.foreign: list[float] = []  # share of the CPU that programs other than ours had during each load
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Stage:
        with self._stack:
            self.folder = pathlib.Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="beaver-bench-")))
            self.upstream = self._start([str(self.options.bin_dir / "beaver-bench-upstream")], "load")
            self.upstream_base = self.upstream.wait_for_line(r"listening on (http://\S+)")[1]
            self.direct = Subject("direct", self.upstream_base, None)
            self.nginx = self._start_nginx()
            os.environ["BEAVER_BIN_DIR"] = str(self.options.beaver_bin_dir)
            self.beaver = None if self.options.without_beaver else self.new_beaver("beaver")
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *_) -> None:
        self._stack.close()

    def gateways(self) -> list[Subject]:
        return [self.nginx] + ([self.beaver] if self.beaver else [])

    def _start(self, command: list[str], role: str) -> Process:
        process = Process(command)
        self._stack.callback(process.kill)
        self._pin(process.pid, role)
        return process

    def _pin(self, pid: int, role: str) -> None:
        cpus = os.sched_getaffinity(0)
        if self.options.pin and len(cpus) > 1:
            first = {min(cpus)}
            system.pin(pid, first if role == "gateway" else cpus - first)

    def _start_nginx(self) -> Subject:
        port, stream_port = free_ports(2)
        config = self.folder / "nginx.conf"
        config.write_text(NGINX.format(folder=self.folder, port=port, stream_port=stream_port,
                                       upstream=self.upstream_base.rpartition(":")[2]))
        binary = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        process = self._start([binary, "-c", str(config), "-e", str(self.folder / "error.log")], "gateway")
        subject = Subject("nginx", f"http://127.0.0.1:{port}", process, f"http://127.0.0.1:{stream_port}")
        wait_until_it_answers(subject.base, process)
        return subject

    def new_beaver(self, name: str, fill=None) -> BeaverSubject:
        """One on an empty database; `fill` gets its path before the last start."""
        folder = self.folder / name
        folder.mkdir()
        env = {"OPENAI_API_KEY": "sk-bench", "ANTHROPIC_API_KEY": "sk-bench", "ANTHROPIC_BASE_URL": self.upstream_base}
        env |= dict(entry.split("=", 1) for entry in self.options.env)
        beaver = Beaver(upstream=f"{self.upstream_base}/v1", env=env, folder=str(folder))
        self._stack.callback(beaver.close)
        account = beaver.create_account(balance=1_000_000, plan="unlimited")
        keys = [beaver.create_key(account["id"], name=f"bench {i}")["key"] for i in range(KEYS)]
        if fill is not None:
            beaver.terminate()
            fill(beaver.database)
            beaver.start(deadline=120)
        self._pin(beaver.process.pid, "gateway")
        return BeaverSubject(name, beaver, keys)

    def upstream_calls(self) -> int:
        return beaver_process.call(self.upstream_base, "GET", "/_stats").json()["calls"]

    # Loads

    def load(self, mode: str, subject: Subject, *, path: str = "/v1/chat/completions", **options) -> dict:
        """One run of the load generator; answers its JSON. Raises Void if an answer was wrong."""
        busy, start = system.busy_seconds(), time.monotonic()
        process = self.start_load(mode, subject, path=path, **options)
        output, notes = process.communicate(timeout=300)
        result = self.checked(mode, subject, output, notes)
        # Warm-up isn't in the figures of the load generator; scale them up to the whole time.
        whole = time.monotonic() - start
        ours = sum(result["cpu"].values()) * whole / max(result["seconds"], 0.1)
        self.foreign.append(max(0.0, system.busy_seconds() - busy - ours) / whole / os.cpu_count())
        return result

    def start_load(self, mode: str, subject: Subject, *, path: str = "/v1/chat/completions", **options) -> subprocess.Popen:
        pids = [self.upstream.pid, *subject.pids()]
        base = subject.stream_base if mode == "streams" else subject.base
        command = [str(self.options.bin_dir / "beaver-bench-load"), mode, "--url", base + path,
                   "--pids", ",".join(map(str, pids))]
        if subject.key_file:
            command += ["--key-file", str(subject.key_file)]
        for name, value in options.items():
            command += ["--" + name.replace("_", "-"), str(value)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   preexec_fn=beaver_process.die_with_parent)
        self._pin(process.pid, "load")
        return process

    def checked(self, mode: str, subject: Subject, output: str, notes: str) -> dict:
        try:
            result = json.loads(output.strip().splitlines()[-1])
        except (IndexError, ValueError):
            raise report.Void(f"{mode} against {subject.name}: the load generator failed: {notes[:500]}")
        if result["error_count"]:
            raise report.Void(f"{mode} against {subject.name}: {result['error_count']} wrong answers: "
                              + json.dumps(result["errors"])[:600])
        cpu = result["cpu"] if "cpu" in result else {}
        result["subject_cpu"] = sum(seconds for pid, seconds in cpu.items() if pid not in ("self", str(self.upstream.pid)))
        result["upstream_cpu"] = cpu.get(str(self.upstream.pid), 0.0)
        return result


def wait_until_it_answers(base: str, process: Process) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            if beaver_process.call(base, "GET", "/v1/models", deadline=5).status == 200:
                return
        except OSError:
            if time.monotonic() > deadline or not process.running:
                raise AssertionError(f"nothing answers at {base}: {process.output()}")
            os.sched_yield()
