"""Clients: one call at a time, a thousand at once, and a raw connection for those who leave in the middle."""

import asyncio
import json
import resource
import socket
import struct
import time

from harness.answer import Answer, parse

# The edge allows so many connections from one address; a crowd comes from several addresses of this machine.
ADDRESSES = [f"127.0.0.{number}" for number in range(2, 18)]
TIMEOUT = 120
# A gateway whose database hasn't taken anything for half a second takes no calls, which costs nobody anything; a machine may stand still for
# so long. A client asks again, and so do these.
NOT_NOW, TIMES, PAUSE = b"can't write to its database just now", 100, 0.1


def request_bytes(method, path, body=None, key=None, headers=None, host="127.0.0.1"):
    payload = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close"]
    if body is not None or method in ("POST", "PUT", "PATCH"):
        lines += [f"Content-Length: {len(payload)}"]
    if body is not None:
        if "content-type" not in {name.lower() for name in headers or {}}:
            lines += ["Content-Type: application/json"]
    if key:
        lines += [f"Authorization: Bearer {key}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + payload


def call(port, method, path, body=None, key=None, headers=None, timeout=TIMEOUT):
    """One call over a connection of its own."""
    for _ in range(TIMES):
        with socket.create_connection(("127.0.0.1", port), timeout) as connection:
            connection.sendall(request_bytes(method, path, body, key, headers))
            answer = read_all(connection)
        if not _not_now(answer):
            break
        time.sleep(PAUSE)
    return answer


def _not_now(answer):
    return answer.status == 503 and NOT_NOW in answer.body


def read_all(connection):
    raw = b""
    while True:
        try:
            piece = connection.recv(65536)
        except ConnectionResetError:
            return parse(raw, closed=False)
        if not piece:
            return parse(raw)
        raw += piece


async def _one(port, raw, source, timeout):
    for _ in range(TIMES):
        answer = await _once(port, raw, source, timeout)
        if not _not_now(answer):
            break
        await asyncio.sleep(PAUSE)
    return answer


async def _once(port, raw, source, timeout):
    received = b""
    try:
        async with asyncio.timeout(timeout):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
            try:
                writer.write(raw)
                while piece := await reader.read(65536):
                    received += piece
            finally:
                writer.close()
        return parse(received)
    except OSError:  # reset, refused: what came until then counts
        return parse(received, closed=False)


def crowd(port, requests, timeout=TIMEOUT):
    """All requests at once, each over a connection of its own. Answers in the same order."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    async def run():
        return await asyncio.gather(*(_one(port, raw, ADDRESSES[index % len(ADDRESSES)], timeout)
                                      for index, raw in enumerate(requests)))
    return asyncio.run(run())


class Raw:
    """A connection that the test leaves when it likes."""

    def __init__(self, port, timeout=TIMEOUT):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self.received = b""

    def send(self, raw):
        self.socket.sendall(raw)

    def read_until(self, mark):
        """Reads until `mark` has come."""
        while mark not in self.received:
            piece = self.socket.recv(65536)
            if not piece:
                raise AssertionError(f"the connection ended before {mark!r} came: {self.received!r}")
            self.received += piece

    def read_rest(self):
        try:
            while piece := self.socket.recv(65536):
                self.received += piece
        except ConnectionResetError:
            return parse(self.received, closed=False)
        return parse(self.received)

    def leave_with_fin(self):
        # Unread bytes would turn close() into RST: take them first.
        self.socket.setblocking(False)
        try:
            while self.socket.recv(65536):
                pass
        except (BlockingIOError, ConnectionResetError):
            pass
        self.socket.close()

    def leave_with_rst(self):
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def half_close(self):
        self.socket.shutdown(socket.SHUT_WR)


__all__ = ["Answer", "Raw", "call", "crowd", "read_all", "request_bytes"]
