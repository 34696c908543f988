"""A real SMTP server (aiosmtpd) that keeps what it is sent, and can demand a login, speak TLS or refuse."""

import email
import email.policy
import logging
import re
import socket
import ssl
import subprocess
import threading
import warnings

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

# What these say is what the tests provoke.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)
warnings.filterwarnings("ignore", module="aiosmtpd")


class Mailbox:
    """`refusals`: replies given instead of taking a message, one for each, before it is taken. `login`: (user, password) that must be
    sent. `tls`: a folder for a certificate; then STARTTLS is offered and required."""

    def __init__(self, refusals=(), login=None, tls=None, port=0):
        self.refusals, self.login = list(refusals), login
        self.messages, self.logins, self.secure = [], [], []
        self.recipients = []
        self._changed = threading.Condition()
        options = {}
        self.ca = None
        if login:
            options |= {"authenticator": self._authenticate, "auth_required": True, "auth_require_tls": bool(tls)}
        if tls:
            self.ca = f"{tls}/cert.pem"
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                            "-keyout", f"{tls}/key.pem", "-out", self.ca, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
                           check=True, capture_output=True)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.ca, f"{tls}/key.pem")
            options |= {"tls_context": context, "require_starttls": True}
        self._controller = _Controller(self, hostname="127.0.0.1", port=port, **options)
        self._controller.start()
        self.port = self._controller.server.sockets[0].getsockname()[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._controller.stop(no_assert=True)

    def _authenticate(self, _server, _session, _envelope, _mechanism, data):
        given = (data.login.decode(), data.password.decode()) if isinstance(data, LoginPassword) else None
        self.logins.append(given)
        return AuthResult(success=given == self.login)

    async def handle_DATA(self, _server, session, envelope):
        with self._changed:
            try:
                if self.refusals:
                    return self.refusals.pop(0)
                self.secure.append(session.ssl is not None)
                self.recipients.append(list(envelope.rcpt_tos))
                self.messages.append(email.message_from_bytes(envelope.original_content, policy=email.policy.default))
                return "250 OK"
            finally:
                self._changed.notify_all()

    def wait(self, count=1, to=None, deadline=60):
        """The messages (to somebody), once there are so many."""
        def found():
            return [message for message in self.messages if to is None or message["To"] == to]
        with self._changed:
            if not self._changed.wait_for(lambda: len(found()) >= count, deadline):
                raise AssertionError(f"{len(found())} of {count} messages to {to} came in {deadline} s")
            return found()

    def wait_refused(self, deadline=60):
        with self._changed:
            if not self._changed.wait_for(lambda: not self.refusals, deadline):
                raise AssertionError("no message came to be refused")

    def token(self, to, count=1):
        """The token in the newest message to somebody."""
        text = text_of(self.wait(count, to)[-1])
        return re.search(r"\b(bv[a-z]_[0-9A-Za-z]{43})\b", text)[1]


class _Controller(Controller):
    def factory(self):
        return SMTP(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self):
        """The base class connects to the port that it was given, which is 0; the server is made on its first connection."""
        socket.create_connection(self.server.sockets[0].getsockname()[:2], 5).close()


def text_of(message):
    return message.get_body(("plain",)).get_content()
