"""What the documents tell a newcomer to type, typed."""

import json
import os
import pathlib
import re
import select
import signal
import socket
import subprocess
import tempfile
import time
import unittest

from harness.gateway import Gateway
from harness.paths import ROOT, SHARED_DATA

REQUIREMENTS = SHARED_DATA / "requirements/beaver-readme.md"
CURL = re.compile(r"```(?:bash|sh)\n(.*?)```", re.S)


def curl_lines(text):
    """The curl commands of a document's shell blocks, continued lines joined."""
    return [command.strip() for block in CURL.findall(text)
            for command in re.split(r"\n(?=curl )", block) if command.strip().startswith("curl ")]


def paste(command, **variables):
    """Runs a line as a person would, and returns (status, JSON)."""
    done = subprocess.run(["bash", "-c", command.replace("curl ", "curl -sS -w '\\n%{http_code}' ", 1)], capture_output=True,
                          text=True, timeout=60, env=os.environ | variables, check=False)
    body, _, status = done.stdout.rpartition("\n")
    if done.returncode != 0:
        raise AssertionError(f"{command}\n{done.stderr}")
    return int(status), json.loads(body)


class FromTheRequirements(unittest.TestCase):
    """Line by line; only the address and the administrator's credential are put in."""

    @unittest.skipUnless(REQUIREMENTS.exists(), "the requirements aren't there; BEAVER_SHARED_DATA names their folder")
    def test_the_quick_start_guide(self):
        guide = REQUIREMENTS.read_text(errors="replace").split("### Quick Start Guide")[1].split("## ")[0]
        create_account, create_key, first_call = curl_lines(guide)
        with Gateway("ok;text=Hello%20there") as gateway:
            beaver = gateway.beaver
            as_admin = f'curl -H "Authorization: Bearer {beaver.login()}" '

            def fill(line):
                return line.replace("http://localhost:8000", beaver.base)

            status, account = paste(fill(create_account).replace("curl ", as_admin, 1))
            self.assertEqual(status, 201, account)
            self.assertTrue(account["id"].startswith("acc_"))
            self.assertEqual(account["balance"], 10)

            status, key = paste(fill(create_key).replace("curl ", as_admin, 1).replace("acc_...", account["id"]))
            self.assertEqual(status, 201, key)
            self.assertTrue(key["key"].startswith("beaver_"))

            status, answer = paste(fill(first_call).replace("beaver_your_api_key_here", key["key"]))
            self.assertEqual(status, 200, answer)
            self.assertEqual(answer["choices"][0]["message"]["content"], "Hello there")
            self.assertGreater(answer["usage"]["cost"], 0)
            self.assertLess(answer["balance"], 10)

            for path in ("/account/balance", "/account/transactions?limit=50", "/v1/models"):
                status, _ = paste(f'curl "{beaver.base}{path}" -H "Authorization: Bearer {key["key"]}"')
                self.assertEqual(status, 200, path)
            status, _ = paste(f'curl -X POST "{beaver.base}/admin/accounts" -H "Content-Type: application/json" '
                              """-d '{"email": "other@example.com", "initial_balance": 10.0}'""")
            self.assertEqual(status, 401, "the administrator's paths ask for a credential")
            beaver.assert_balanced()


class FromOurReadme(unittest.TestCase):
    def test_every_curl_line(self):
        create_account, create_key, receipt = curl_lines((ROOT / "README.md").read_text())
        with Gateway("ok") as gateway:
            beaver = gateway.beaver
            token = beaver.login()

            def fill(line):
                return line.replace("http://127.0.0.1:8000", beaver.base)

            status, account = paste(fill(create_account), ADMIN_KEY=token)
            self.assertEqual(status, 201, account)
            status, key = paste(fill(create_key).replace("acc_…", account["id"]), ADMIN_KEY=token)
            self.assertEqual(status, 201, key)
            called = beaver.call("POST", "/v1/chat/completions", {"model": "gpt-4o-mini",
                                                                  "messages": [{"role": "user", "content": "Hello"}]}, key["key"])
            status, bill = paste(fill(receipt), REQUEST_ID=called.request_id, KEY=key["key"])
            self.assertEqual((status, bill["id"]), (200, called.request_id))


class ScriptsRun(unittest.TestCase):
    """The first command of README.md: what it prints is pasted."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="beaver-run-")
        self.addCleanup(self.folder.cleanup)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]

    def start(self):
        self.process = subprocess.Popen([str(ROOT / "scripts/run")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        stdin=subprocess.DEVNULL, start_new_session=True, env=os.environ | {
                                            "BEAVER_RUN_DIR": self.folder.name, "BEAVER_LISTEN": f"127.0.0.1:{self.port}"})
        self.addCleanup(self.process.stdout.close)
        self.addCleanup(self.process.kill)
        said, deadline = b"", time.monotonic() + 900
        while b"Ctrl+C ends it." not in said:
            self.assertLess(time.monotonic(), deadline, said.decode())
            if select.select([self.process.stdout], [], [], 1)[0]:
                piece = os.read(self.process.stdout.fileno(), 65536)
                self.assertTrue(piece, f"scripts/run ended: {said.decode()}")
                said += piece
        return said.decode()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)  # as Ctrl+C; SIGINT may be ignored where this runs in the background
        self.process.wait(60)
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.1", self.port), 2).close()

    def test_the_curl_line_answers_and_a_second_run_goes_on(self):
        for _ in range(2):
            said = self.start()
            line, = re.findall(r"^curl .*", said, re.M)
            status, answer = paste(line)
            self.assertEqual(status, 200, answer)
            self.assertIn("Hello, Beaver!", answer["choices"][0]["message"]["content"])
            self.stop()
        self.assertEqual((pathlib.Path(self.folder.name) / "admin-password").stat().st_mode & 0o077, 0)


if __name__ == "__main__":
    unittest.main()
