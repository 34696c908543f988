"""Providers that can't be reached at all: nobody listens, nobody answers, or TLS doesn't come about."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
import unittest

from harness.asked import AskedGateway

SAY = {"model": "far", "messages": [{"role": "user", "content": "Hello"}]}


class TlsServer:
    """Takes connections and does with them what `greet` does."""

    def __init__(self, greet):
        self._greet = greet
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self._listener.getsockname()[1]}"
        self.heard = []
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            try:
                with connection:
                    self._greet(self, connection)
            except OSError:  # ssl.SSLError too
                pass

    def close(self):
        self._listener.close()


class Unreachable(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = AskedGateway({"far": "openai"}, BEAVER_UPSTREAM_CONNECT_MS="60000", BEAVER_UPSTREAM_FIRST_BYTE_MS="60000")
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        cls.beaver.admin("DELETE", f"/admin/endpoints/{cls.gateway.endpoints['far']}")

    def ask(self, base, provider="openai"):
        """What a client gets when the only endpoint is there, and how long it took."""
        made = self.gateway.add_endpoint("far", provider, {"connect_ms": 400, "first_byte_ms": 1000}, base)
        began = time.monotonic()
        answer = self.beaver.call("POST", "/v1/chat/completions", SAY, self.gateway.account.key)
        took = time.monotonic() - began
        self.beaver.admin("DELETE", f"/admin/endpoints/{made}")
        balance = self.beaver.balance(self.gateway.account.key)
        self.assertEqual((balance["balance"], balance["held"]), (100000, 0))
        return answer, took

    def assert_failed(self, answer):
        self.assertIn(answer.status, (502, 503, 504), answer.body)
        self.assertEqual(answer.json()["error"]["type"], "server_error")
        self.assertNotIn(b"canary", answer.body)

    def test_nobody_listens(self):
        for provider in ("openai", "anthropic", "google"):
            answer, took = self.ask(self.gateway.upstream.refusing + "/v1", provider)
            self.assert_failed(answer)
            self.assertLess(took, 40)

    def test_nobody_answers_the_connection(self):
        answer, took = self.ask(self.gateway.upstream.black_hole + "/v1")
        self.assert_failed(answer)
        self.assertLess(took, 40)

    def test_a_name_that_is_not_there(self):
        answer, _ = self.ask("http://nobody.invalid/v1")
        self.assert_failed(answer)

    def test_plain_http_where_tls_should_be(self):
        answer, _ = self.ask(self.gateway.upstream.base.replace("http:", "https:") + "/ok/v1")
        self.assert_failed(answer)

    def test_tls_that_ends_early(self):
        server = TlsServer(lambda server, connection: connection.recv(100))
        self.addCleanup(server.close)
        self.assert_failed(self.ask(server.url + "/v1")[0])

    @unittest.skipUnless(shutil.which("openssl"), "openssl makes the certificate")
    def test_a_certificate_that_nobody_has_signed(self):
        folder = self.beaver.folder
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1",
                        "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "cert.pem", folder / "key.pem")

        def greet(server, connection):
            with context.wrap_socket(connection, server_side=True) as talk:
                server.heard.append(talk.recv(65536))

        server = TlsServer(greet)
        self.addCleanup(server.close)
        self.assert_failed(self.ask(server.url + "/v1")[0])
        self.assertEqual(b"".join(server.heard), b"", "a request went to a server that nobody vouches for")


if __name__ == "__main__":
    unittest.main()
