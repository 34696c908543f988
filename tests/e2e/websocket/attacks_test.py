"""Peers that break the rules of RFC 6455, or keep them and mean harm: nothing crashes, memory stays bounded, others are served."""

import contextlib
import json
import os
import socket
import statistics
import threading
import time
import unittest

from harness import client
from harness.gateway import Gateway
from harness.waiting import at_best, eventually
import raw_socket
from raw_socket import BINARY, CLOSE, PING, PONG, TEXT, RawSocket, frame, handshake, refusal

MODEL = "gpt-4o-mini"
ORIGIN = "https://app.example.com"
ASK = {"model": MODEL, "max_tokens": 500, "messages": [{"role": "user", "content": "Hello"}]}


def resident_mb(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


class Attacks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # What a sanitizer keeps of freed memory isn't what is measured here.
        sanitizer = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=8"
        cls.gateway = Gateway(CORS_ORIGINS=ORIGIN, ASAN_OPTIONS=sanitizer)
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    def setUp(self):
        self.account = self.beaver.account(balance=1000)
        self.gateway.upstream.reset()
        self.gateway.switch.select("ok;tokens=20")

    def tearDown(self):
        self.assertTrue(self.beaver.process.running, "beaverd crashed")
        self.beaver.assert_balanced()
        self.assertEqual(self.beaver.complete(self.account, MODEL).status, 200, "it serves no more")

    def open(self, **more):
        return RawSocket(self.beaver.port, self.account.key, **more)

    @contextlib.contextmanager
    def others_are_served(self, most_ms=1000):
        """Calls over connections of their own while the body runs, and until there were some: their median may not be long."""
        taken, stop = [], threading.Event()

        def ask():
            while not stop.is_set():
                begin = time.monotonic()
                answer = self.beaver.call("GET", "/health/live")
                taken.append((time.monotonic() - begin) * 1000 if answer.status == 200 else 1e9)
        thread = threading.Thread(target=ask)
        thread.start()
        try:
            yield
            eventually(lambda: len(taken) > 5, "answers to others")
        finally:
            stop.set()
            thread.join()
        self.assertLess(statistics.median(taken), most_ms)

    # The handshake

    def test_handshakes_that_are_refused(self):
        key = self.account.key
        for name, status, more in (
                ("no upgrade", 426, {"Upgrade": None}), ("another protocol", 426, {"Upgrade": "h2c"}),
                ("two protocols", 426, {"Upgrade": "websocket, h2c"}), ("no connection option", 426, {"Connection": "keep-alive"}),
                ("no version", 426, {"Sec_WebSocket_Version": None}), ("version 8", 426, {"Sec_WebSocket_Version": "8"}),
                ("no key", 400, {"Sec_WebSocket_Key": None}), ("a short key", 400, {"Sec_WebSocket_Key": "AAAA"}),
                ("a body", 400, {"Content_Length": "5"}), ("a chunked body", 400, {"Transfer_Encoding": "chunked"}),
                ("no host", 400, {"Host": None}), ("a foreign page", 403, {"Origin": "https://evil.example.org"}),
                ("a page without an origin", 403, {"Origin": "null"}), ("no credential", 401, {"Authorization": None}),
                ("an unknown credential", 401, {"Authorization": "Bearer beaver_nobody"}),
                ("another key as protocol", 400, {"Sec_WebSocket_Protocol": "beaver, beaver_nobody"}),
                ("an unknown key as protocol", 401, {"Authorization": None, "Sec_WebSocket_Protocol": "beaver, beaver_nobody"}),
                ("two keys as protocols", 400, {"Authorization": None, "Sec_WebSocket_Protocol": f"beaver, {key}, {key}"})):
            with self.subTest(name):
                answer = refusal(self.beaver.port, key, **more)
                self.assertEqual(answer.status, status, answer)
                self.assertTrue(answer.json()["error"]["message"])
                self.assertNotIn(key, str(answer.headers) + answer.body.decode())
                if status == 426:
                    self.assertEqual((answer.headers["upgrade"], answer.headers["sec-websocket-version"]), ("websocket", "13"))
        self.assertNotIn(key, self.beaver.process.output())

    def test_the_origin_that_is_allowed(self):
        self.assertIn(b"101 Switching Protocols", self.open(Origin=ORIGIN).head)

    def test_post_and_plain_get(self):
        self.assertEqual(self.beaver.call("POST", raw_socket.PATH, ASK, self.account.key).status, 405)
        self.assertEqual(self.beaver.call("GET", raw_socket.PATH, key=self.account.key).status, 426)
        self.assertEqual(self.beaver.call("GET", raw_socket.PATH).status, 401)

    def test_what_follows_a_refused_handshake_is_no_request(self):
        connection = client.Raw(self.beaver.port)
        connection.send(handshake("beaver_nobody") + client.request_bytes("GET", "/health/live"))
        connection.read_rest()
        self.assertEqual(connection.received.count(b"HTTP/1.1 "), 1)

    def test_a_key_without_the_scope(self):
        narrow = self.beaver.create_key(self.account.id, "narrow", scopes=["embeddings"])
        self.assertEqual(refusal(self.beaver.port, narrow["key"]).status, 403)

    # Frames

    def test_frames_that_end_it(self):
        body = json.dumps(ASK).encode()
        for name, code, sent in (
                ("unmasked", 1002, frame(body, masked=False)), ("a reserved bit", 1002, frame(body, reserved=4)),
                ("an unknown opcode", 1002, frame(body, opcode=3)), ("binary", 1003, frame(body, BINARY)),
                ("a continuation alone", 1002, frame(body, opcode=0)), ("a text inside a text", 1002, frame(b"{", final=False) + frame(body)),
                ("a ping in fragments", 1002, frame(b"", PING, final=False)), ("a long ping", 1002, frame(b"p" * 126, PING)),
                ("not UTF-8", 1007, frame(b'{"model":"\xff')), ("half a character", 1007, frame(b"\xe2\x82")),
                ("a surrogate", 1007, frame(b"\xed\xa0\x80", final=False)), ("too long", 1009, frame(b"", length=10 * 1024 * 1024 + 1)),
                ("8 exabytes", 1009, frame(b"", length=2 ** 63 - 1)), ("2^63 bytes", 1002, frame(b"", length=2 ** 63)),
                ("a wrong close code", 1002, frame(b"\x03\xed", CLOSE)), ("half a close code", 1002, frame(b"\x03", CLOSE)),
                ("a close reason that isn't UTF-8", 1007, frame(b"\x03\xe8\xff", CLOSE)), ("a close", 1000, frame(b"\x03\xe8", CLOSE)),
                ("a close without a code", 1005, frame(b"", CLOSE))):
            with self.subTest(name):
                bad = self.open()
                bad.send(sent + frame(body))
                self.assertEqual(bad.close_code(), code)
        self.assertEqual(self.gateway.upstream.stats()["requests"], 0)

    def test_http_behind_the_handshake_is_no_request(self):
        bad = self.open()
        bad.send(client.request_bytes("GET", "/account/balance", key=self.account.key))
        self.assertIn(bad.close_code(), (1002, 1003))
        self.assertNotIn(b"balance", bad.received)

    def test_a_call_byte_by_byte(self):
        slow = self.open()
        for byte in frame(json.dumps(ASK | {"id": "a"}).encode()):
            slow.send(bytes([byte]))
        self.assertEqual(slow.until_last("a")[-1]["type"], "done")

    def test_half_a_close_is_leaving(self):
        self.gateway.switch.select("ok;tokens=400;chunk_ms=20")
        for leave in ("half_close", "leave_with_fin", "leave_with_rst"):
            def once(leave=leave):
                """Microseconds until the upstream call was cancelled."""
                self.gateway.upstream.reset()
                known = len(self.beaver.calls(self.account))
                leaving = self.open()
                leaving.say(ASK)
                leaving.message()
                left_at = time.monotonic_ns() // 1000
                getattr(leaving, leave)()
                stats = self.gateway.upstream.wait(cancelled=1)
                self.assertEqual(self.beaver.next_receipt(self.account, known)["outcome"], "client_gone")
                return stats["last_cancelled_at_us"] - left_at
            with self.subTest(leave):
                self.assertLess(at_best(once, 100_000), 100_000)
        self.gateway.switch.select("ok")

    # Floods

    def test_fragments_without_an_end(self):
        """A hundred peers with 5 MB each that never end, none of them complete: the budget of bodies stops it."""
        before = resident_mb(self.beaver.process.pid)
        piece = frame(b"x" * 65_000, final=False)
        more = frame(b"x" * 65_000, opcode=0, final=False)
        codes = []

        def attack():
            try:
                bad = self.open()
                bad.send(piece)
                for _ in range(80):
                    bad.send(more)
            except OSError:
                pass
            codes.append(bad.close_code())
        threads = [threading.Thread(target=attack) for _ in range(100)]
        with self.others_are_served(most_ms=4000):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertLessEqual(set(codes), {1013, 1008, None}, codes)
        self.assertLess(resident_mb(self.beaver.process.pid) - before, 700)

    def test_a_ping_flood(self):
        flood = b"".join(frame(b"p" * (n % 126), PING) for n in range(2000))
        bad = self.open()
        before = resident_mb(self.beaver.process.pid)
        stop = threading.Event()

        def read():
            with contextlib.suppress(OSError):
                while bad.socket.recv(1 << 20):
                    pass
        reader = threading.Thread(target=read)
        reader.start()

        def send():
            with contextlib.suppress(OSError):
                while not stop.is_set():
                    bad.send(flood)
        sender = threading.Thread(target=send)
        sender.start()
        with self.others_are_served():
            time.sleep(2)
        stop.set()
        sender.join()
        bad.socket.shutdown(socket.SHUT_RDWR)
        reader.join()
        self.assertLess(resident_mb(self.beaver.process.pid) - before, 100)

    def test_a_flood_of_pings_whose_sender_does_not_read(self):
        flood = b"".join(frame(b"p" * 125, PING) for _ in range(2000))
        bad = self.open(receive_buffer=4096)
        before = resident_mb(self.beaver.process.pid)
        bad.socket.settimeout(1)
        with self.others_are_served(), self.assertRaises(TimeoutError):
            for _ in range(400):  # 100 MB
                bad.send(flood)
        self.assertLess(resident_mb(self.beaver.process.pid) - before, 100)
        bad.leave_with_rst()

    def test_a_flood_of_nonsense(self):
        bad = self.open(receive_buffer=4096)
        before = resident_mb(self.beaver.process.pid)
        flood = frame(b"{}") * 5000 + frame(b"{") * 5000
        bad.socket.settimeout(1)
        with self.others_are_served(), self.assertRaises(TimeoutError):
            for _ in range(1000):
                bad.send(flood)
        self.assertLess(resident_mb(self.beaver.process.pid) - before, 100)
        bad.leave_with_rst()

    def test_a_reader_that_stops_holds_the_provider_back(self):
        self.gateway.switch.select("ok;tokens=200000")
        account = self.beaver.account(balance=100_000)
        before = resident_mb(self.beaver.process.pid)
        slow = [RawSocket(self.beaver.port, account.key, receive_buffer=4096) for _ in range(4)]
        for one in slow:
            one.say(ASK | {"id": "a", "max_tokens": 16_000})
            one.say(ASK | {"id": "b", "max_tokens": 16_000})
        with self.others_are_served():
            time.sleep(2)
        self.assertLess(resident_mb(self.beaver.process.pid) - before, 200)
        for one in slow:
            one.leave_with_rst()
        self.gateway.upstream.wait(running=0)

    def test_a_reader_that_pauses_gets_everything_in_order(self):
        self.gateway.switch.select("ok;tokens=20000")
        slow = self.open(receive_buffer=100_000)
        slow.say(ASK | {"id": "a", "max_tokens": 16_000})
        time.sleep(1)
        messages = slow.until_last("a")
        text = "".join(choice["delta"].get("content") or "" for message in messages for choice in message.get("choices", []))
        self.assertIn(messages[-1]["type"], ("done", "error"))
        numbers = [int(word) for word in text.replace("w", " ").split()]
        self.assertEqual(numbers, list(range(len(numbers))))
        self.assertGreater(len(numbers), 1000)

    def test_idle_sockets_cost_little(self):
        before = resident_mb(self.beaver.process.pid)
        idle = [self.open() for _ in range(200)]
        each = (resident_mb(self.beaver.process.pid) - before) * 1024 / len(idle)
        with self.others_are_served():
            time.sleep(0.5)
        for one in idle:
            one.socket.close()
        self.assertLess(each, 40, "KB for each")

    def test_idle_sockets_count_as_connections(self):
        with Gateway("ok", BEAVER_MAX_CONNECTIONS="20") as gateway:
            account = gateway.beaver.account()
            idle = []
            with self.assertRaises((AssertionError, OSError)):
                for _ in range(25):
                    idle.append(RawSocket(gateway.beaver.port, account.key))
            self.assertGreater(len(idle), 15)
            idle.pop().socket.close()
            for _ in range(100):
                with contextlib.suppress(AssertionError, OSError):
                    idle.append(RawSocket(gateway.beaver.port, account.key))
                    break
            for one in idle:
                one.socket.close()


if __name__ == "__main__":
    unittest.main()
