"""The benchmark's own tools: they must notice what is wrong, or their figures mean nothing."""

import contextlib
import json
import pathlib
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import types
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
from beaver_process import FaultyUpstream, Process, binary, call  # noqa: E402
from runner import costs, fill_database, report  # noqa: E402

SCHEMA = HERE.parent.parent / "sql" / "sqlite"


def load(mode: str, base: str, *options: str) -> dict:
    done = subprocess.run([binary("beaver-bench-load"), mode, "--url", f"{base}/v1/chat/completions", *options],
                          capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def translated(chunks: list[bytes]) -> list[bytes]:
    """The upstream's chunks as a gateway would write them out of another dialect."""
    written = [re.sub(rb'chatcmpl-\d+', b"chatcmpl-of-a-gateway", chunk).replace(b"1700000000", b"1800000000")
               .replace(b'"finish_reason":null}]', b'"logprobs":null,"finish_reason":null}]') for chunk in chunks]
    role = written[0].split(b'"content"')[0] + b'"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}\n\n'
    return [role] + written


class Tamperer:
    """Stands between load and upstream and changes each answer as a whole: its chunks come as a list."""

    def __init__(self, upstream: str, change):
        self._port, self._change = int(upstream.rpartition(":")[2]), change
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.base = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self._serve, args=(self._listener.accept()[0],), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self._port)) as upstream:
            upstream.sendall(client.recv(65536))
            answer = b""
            while not answer.endswith(b"\r\n0\r\n\r\n"):
                answer += upstream.recv(65536)
            head, _, rest = answer.partition(b"\r\n\r\n")
            chunks = []
            while (size := int(rest.split(b"\r\n", 1)[0], 16)) > 0:
                rest = rest.split(b"\r\n", 1)[1]
                chunks.append(rest[:size])
                rest = rest[size + 2:]
            body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in self._change(chunks))
            client.sendall(head + b"\r\n\r\n" + body + b"0\r\n\r\n")
            client.recv(1)


class BenchToolsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Process([binary("beaver-bench-upstream")])
        cls.base = cls.upstream.wait_for_line(r"listening on (http://\S+)")[1]

    @classmethod
    def tearDownClass(cls):
        cls.upstream.kill()

    def streams(self, change, *options: str) -> dict:
        with contextlib.closing(Tamperer(self.base, change)) as tamperer:
            return load("streams", tamperer.base, "--streams", "2", "--chunks", "10", "--interval-us", "0", "--ramp-ms", "1",
                        "--limit-ms", "50000", *options)

    def test_closed_loop_counts_what_the_upstream_counts(self):
        before = call(self.base, "GET", "/_stats").json()["requests"]
        result = load("calls", self.base, "--ms", "1000", "--warm-up-ms", "0", "--connections", "8")
        after = call(self.base, "GET", "/_stats").json()["requests"]
        self.assertEqual(result["error_count"], 0)
        self.assertGreater(result["calls"], 100)
        # One call of each connection may be under way at the end, and the second /_stats counts itself.
        self.assertIn(after - before - result["calls"], range(8 + 2))

    def test_open_loop_keeps_the_rate_and_counts_a_stall_as_latency(self):
        result = load("calls", self.base, "--ms", "2000", "--warm-up-ms", "0", "--rate", "400", "--connections", "4")
        # Never more than were due; what a busy machine hasn't sent or answered at the end is missing.
        self.assertIn(result["calls"], range(600, 800 + 2))
        slow = load("calls", self.base, "--ms", "400", "--warm-up-ms", "0", "--rate", "100", "--connections", "1",
                    "--delay-us", "50000")
        self.assertGreater(slow["latency_us"]["max"], 100_000, "calls that had to queue must show it")

    def test_wrong_answers_are_errors(self):
        with FaultyUpstream() as faulty:
            for behaviour in ("503", "ok;tokens=3", "html", "cl-long", "rst-mid-body", "empty-body", "cl-te"):
                done = load("calls", f"{faulty.base}/{behaviour}", "--ms", "500", "--warm-up-ms", "0", "--connections", "2")
                self.assertGreater(done["error_count"], 0, behaviour)
            self.assertGreater(load("calls", faulty.refusing, "--ms", "500")["error_count"], 0)

    def test_whole_streams_are_whole(self):
        result = self.streams(lambda chunks: chunks)
        self.assertEqual([result[name] for name in ("chunks", "lost", "reordered", "altered", "foreign", "without_usage",
                                                    "without_done", "error_count")], [20, 0, 0, 0, 0, 0, 0, 0])

    def test_damaged_streams_are_noticed(self):
        def swapped(chunks):
            chunks[3], chunks[4] = chunks[4], chunks[3]
            return chunks

        self.assertEqual(self.streams(lambda chunks: chunks[:4] + chunks[5:])["lost"], 2)
        self.assertGreater(self.streams(swapped)["reordered"], 0)
        self.assertEqual(self.streams(lambda chunks: [chunks[0].replace(b"1700000000", b"1700000001")] + chunks[1:])["altered"], 2)
        self.assertEqual(self.streams(lambda chunks: [chunk.replace(b"0000000", b"0000009") for chunk in chunks])["foreign"], 20)
        self.assertEqual(self.streams(lambda chunks: chunks[:-1])["without_done"], 2)
        self.assertEqual(self.streams(lambda chunks: chunks[:-2] + chunks[-1:])["without_usage"], 2)
        with_comments = self.streams(lambda chunks: [b": heartbeat\n\n"] + chunks)
        self.assertEqual((with_comments["comments"], with_comments["altered"], with_comments["lost"]), (2, 0, 0))

    def test_translated_streams_are_checked_against_their_first_chunk(self):
        figures = ("chunks", "lost", "reordered", "altered", "foreign", "without_usage", "without_done")
        whole = self.streams(translated, "--translated", "1")
        self.assertEqual([whole[name] for name in figures], [20, 0, 0, 0, 0, 0, 0])
        self.assertEqual(self.streams(translated)["altered"], 20, "without --translated the upstream's bytes are meant")

        def one_altered(old, new):
            def change(chunks):
                chunks = translated(chunks)
                return chunks[:5] + [chunks[5].replace(old, new)] + chunks[6:]
            return change

        for old, new in ((b"of-a-gateway", b"of-another"), (b'"logprobs":null,', b""), (b" \"}", b"\"}")):
            self.assertEqual(self.streams(one_altered(old, new), "--translated", "1")["altered"], 2, old)
        self.assertEqual(self.streams(lambda chunks: translated(chunks[:4] + chunks[5:]), "--translated", "1")["lost"], 2)
        self.assertGreater(self.streams(lambda chunks: translated([chunks[1], chunks[0]] + chunks[2:]),
                                        "--translated", "1")["reordered"], 0)

    def test_the_upstream_answers_messages_like_anthropic(self):
        ask = {"model": "claude", "max_tokens": 64, "messages": [{"role": "user", "content": "[[bench c=3 i=0 d=0 t=7 ]]"}]}
        message = call(self.base, "POST", "/v1/messages", ask).json()
        self.assertEqual((message["type"], message["content"][0]["type"], message["stop_reason"]), ("message", "text", "end_turn"))
        self.assertEqual(message["usage"]["output_tokens"], 48)
        chat = call(self.base, "POST", "/v1/chat/completions", ask).json()
        self.assertEqual(chat["choices"][0]["message"]["content"], message["content"][0]["text"])
        stream = call(self.base, "POST", "/v1/messages?beta=true", ask | {"stream": True})
        events = [json.loads(event) for event in stream.events()]
        self.assertEqual([event["type"] for event in events],
                         ["message_start", "content_block_start", "ping", *["content_block_delta"] * 3, "content_block_stop",
                          "message_delta", "message_stop"])
        self.assertEqual([event["delta"]["text"].split()[:2] for event in events[3:6]],
                         [["00000007", f"{number:06}"] for number in range(3)])
        self.assertEqual(events[-2]["usage"]["output_tokens"], 3)

    def test_calls_carry_what_is_asked_for(self):
        with FaultyUpstream() as faulty:
            load("calls", f"{faulty.base}/ok;tokens=3", "--ms", "200", "--warm-up-ms", "0", "--connections", "1", "--model",
                 "claude-x", "--cache", "1", "--prompt-bytes", "5000")
            body = json.loads(faulty.request_body())
        self.assertEqual((body["model"], body["cache"]), ("claude-x", True))
        self.assertIn(len(body["messages"][1]["content"]), range(4_500, 5_500))
        # Larger than any socket's buffer: sent in pieces, and whole.
        long = load("calls", self.base, "--ms", "2000", "--warm-up-ms", "0", "--connections", "2", "--prompt-bytes", "8000000")
        self.assertEqual(long["error_count"], 0)
        self.assertGreater(long["calls"], 0)

    def test_a_catalogue_is_made_through_the_administrators_paths(self):
        asked = []
        subject = types.SimpleNamespace(beaver=types.SimpleNamespace(admin=lambda *request: asked.append(request)))
        costs.fill_catalogue(subject, "http://127.0.0.1:1")
        made = lambda path, name: {body[name] for _, where, body in asked if where == path}  # noqa: E731
        self.assertEqual((len(made("/admin/endpoints", "name")), len(made("/admin/models", "id"))), (63, 500))

    def test_idle_connections_stay_until_the_input_ends(self):
        holder = subprocess.Popen([binary("beaver-bench-load"), "idle", "--url", f"{self.base}/v1/models", "--connections",
                                   "300"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.assertEqual(holder.stdout.readline(), "holding 300\n")
        self.assertGreaterEqual(call(self.base, "GET", "/_stats").json()["open"], 300)
        output, _ = holder.communicate(timeout=60)
        self.assertEqual(json.loads(output)["still_open"], 300)

    def test_the_database_is_filled_and_keeps_its_rules(self):
        with tempfile.TemporaryDirectory() as folder:
            database = pathlib.Path(folder, "beaver.db")
            with contextlib.closing(sqlite3.connect(database)) as connection:
                for migration in sorted(SCHEMA.glob("*.up.sql")):
                    connection.executescript(migration.read_text())
            fill_database.fill(database, accounts=50, records=1000)
            with contextlib.closing(sqlite3.connect(database)) as connection:
                count = lambda table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: E731
                self.assertEqual([count(table) for table in ("accounts", "balances", "api_keys", "usage_records")],
                                 [50, 50, 50, 1000])
                self.assertEqual(connection.execute("PRAGMA foreign_key_check").fetchall(), [])
                self.assertEqual(connection.execute("PRAGMA integrity_check").fetchone()[0], "ok")
                self.assertEqual(connection.execute("PRAGMA journal_mode").fetchone()[0], "wal")
                self.assertEqual(connection.execute(
                    "SELECT count(*) FROM usage_records WHERE account_id NOT IN (SELECT id FROM accounts)").fetchone()[0], 0)

    def test_figures_are_judged_by_their_reach(self):
        with tempfile.TemporaryDirectory() as folder:
            rows = report.Rows(pathlib.Path(folder))
            for round_, value in enumerate((1.0, 9.0, 2.0)):
                rows.add("f", "beaver", round_, cpu_us=value)
            self.assertEqual(rows.median("f", "beaver", "cpu_us"), 2.0)
            rows.figure("good", 1.0, reach=1.0)
            self.assertFalse(rows.has_misses())
            rows.figure("bad", 1.01, reach=1.0)
            self.assertTrue(rows.has_misses())
            with self.assertRaises(report.Void):
                rows.median("f", "nginx", "cpu_us")


if __name__ == "__main__":
    unittest.main()
