"""A real HTTP receiver of webhooks that keeps what comes, and answers what it is told to."""

import base64
import hashlib
import hmac
import http.server
import json
import threading


class Receiver:
    """Answers `status`; where `first` has some left, the next of those."""

    def __init__(self, status=200):
        self.status, self.first, self.received = status, [], []
        self._changed = threading.Condition()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                status = receiver.take(self.path, dict((name.lower(), value) for name, value in self.headers.items()), body)
                self.send_response(status)
                if status in (301, 302, 307):
                    self.send_header("location", receiver.url("/elsewhere"))
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path="/hook"):
        return f"http://127.0.0.1:{self.server.server_port}{path}"

    def take(self, path, headers, body):
        """The status to answer with, which is settled before anybody who waits hears of it."""
        with self._changed:
            self.received.append((path, headers, body))
            self._changed.notify_all()
            return self.first.pop(0) if self.first else self.status

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def events(self, kind=None, path="/hook"):
        with self._changed:
            return [json.loads(body) for where, _, body in self.received
                    if where == path and (kind is None or json.loads(body)["type"] == kind)]

    def wait(self, number=1, kind=None, path="/hook", timeout=60):
        """Until so many have come; answers them."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.events(kind, path)) >= number, timeout):
                raise AssertionError(f"{number} of {kind} were expected within {timeout} s, {self.events()} came")
            return self.events(kind, path)


def signature(secret, headers, body):
    """By the specification alone: https://www.standardwebhooks.com."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
