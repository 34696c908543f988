"""A WebSocket client that may break every rule: frames are written byte by byte, and nothing is answered by itself."""

import base64
import json
import os
import socket
import struct

from harness import client
from harness.answer import parse

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
PATH = "/v1/chat/ws"


def frame(payload=b"", opcode=TEXT, final=True, masked=True, reserved=0, length=None):
    """`length`: what the head says, where that isn't the payload's."""
    size = len(payload) if length is None else length
    head = bytes([final << 7 | reserved << 4 | opcode])
    if size < 126:
        head += bytes([masked << 7 | size])
    elif size < 65536:
        head += bytes([masked << 7 | 126]) + struct.pack(">H", size)
    else:
        head += bytes([masked << 7 | 127]) + struct.pack(">Q", size)
    if not masked:
        return head + payload
    mask = os.urandom(4)
    stretched = int.from_bytes((mask * (len(payload) // 4 + 1))[:len(payload)], "big")
    return head + mask + (int.from_bytes(payload, "big") ^ stretched).to_bytes(len(payload), "big")


def handshake(key, **more):
    """The request; `more` are headers that replace ours, with _ for -; None leaves one out."""
    headers = {"Host": "127.0.0.1", "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
               "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode()}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    headers |= {name.replace("_", "-"): value for name, value in more.items()}
    lines = [f"GET {PATH} HTTP/1.1"] + [f"{name}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def refusal(port, key, **more):
    """The answer to a handshake that is refused."""
    connection = client.Raw(port)
    connection.send(handshake(key, **more))
    while not (answer := parse(connection.received, closed=False)).complete:
        if not (piece := connection.socket.recv(65536)):
            break
        connection.received += piece
    connection.socket.close()
    return answer


class RawSocket(client.Raw):
    """Behind its handshake."""

    def __init__(self, port, key, timeout=client.TIMEOUT, receive_buffer=None, **more):
        super().__init__(port, timeout)
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.send(handshake(key, **more))
        self.read_until(b"\r\n\r\n")
        self.head, _, self.received = self.received.partition(b"\r\n\r\n")
        if not self.head.startswith(b"HTTP/1.1 101 "):
            raise AssertionError(f"no WebSocket: {self.head!r}")

    def say(self, message):
        self.send(frame(json.dumps(message).encode() if isinstance(message, dict) else message))

    def _fill(self, size):
        while len(self.received) < size:
            piece = self.socket.recv(65536)
            if not piece:
                raise EOFError
            self.received += piece

    def frame(self):
        """(opcode, payload) of the next frame; raises EOFError or ConnectionResetError at the end."""
        self._fill(2)
        size, head = self.received[1], 2
        if size & 128:
            raise AssertionError("a server's frames aren't masked")
        if size >= 126:
            head = 4 if size == 126 else 10
            self._fill(head)
            size = int.from_bytes(self.received[2:head], "big")
        self._fill(head + size)
        opcode, payload = self.received[0] & 15, self.received[head:head + size]
        self.received = self.received[head + size:]
        return opcode, payload

    def message(self):
        """The next text as JSON; pings are answered."""
        while True:
            opcode, payload = self.frame()
            if opcode == TEXT:
                return json.loads(payload)
            if opcode == CLOSE:
                raise EOFError(payload)
            if opcode == PING:
                self.send(frame(payload, PONG))

    def until_last(self, request=None):
        """The messages of one call, up to its last; those of other calls are dropped."""
        seen = []
        while True:
            message = self.message()
            if message.get("request") == request:
                seen.append(message)
                if "type" in message:
                    return seen

    def close_code(self):
        """Reads up to the Close frame, and then to the end of the connection."""
        try:
            while True:
                opcode, payload = self.frame()
                if opcode == CLOSE:
                    break
        except (EOFError, ConnectionResetError):
            return None
        self.socket.settimeout(60)
        try:
            while self.socket.recv(65536):
                pass
        except ConnectionResetError:
            pass
        return int.from_bytes(payload[:2], "big") if payload else 1005
