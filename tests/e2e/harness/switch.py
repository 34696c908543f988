"""A way to change what a provider does while beaverd runs.

beaverd is told one base URL at its start; the switch stands there and puts the behaviour chosen last before each request's path,
on its way to the faulty upstream. Bytes are passed on as they come, one request a connection.
"""

import socket
import threading


class Switch:
    def __init__(self, upstream):
        self._port = int(upstream.base.rsplit(":", 1)[1])
        self._behaviour = "ok"
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def control_url(self):
        """POST /_select/BEHAVIOUR here does what select() does, for tests in another language."""
        return f"http://127.0.0.1:{self.port}/_select/"

    def select(self, behaviour):
        self._behaviour = behaviour

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection:
            try:
                self._pass_on(connection)
            except OSError:
                pass

    def _pass_on(self, connection):
        raw = b""
        while b"\r\n\r\n" not in raw:
            piece = connection.recv(65536)
            if not piece:
                return
            raw += piece
        head, _, body = raw.partition(b"\r\n\r\n")
        method, path, rest = head.split(b" ", 2)
        if path.startswith(b"/_select/"):
            self.select(path.removeprefix(b"/_select/").decode())
            connection.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
            return
        lines = [line for line in rest.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        with socket.create_connection(("127.0.0.1", self._port)) as onward:
            onward.sendall(b" ".join([method, b"/" + self._behaviour.encode() + path, b"\r\n".join(lines)])
                           + b"\r\nConnection: close\r\n\r\n" + body)
            threading.Thread(target=_pump, args=(connection, onward), daemon=True).start()
            _pump(onward, connection)


def _pump(source, sink):
    """Copies until the source ends, then ends the sink's side too."""
    try:
        while piece := source.recv(65536):
            sink.sendall(piece)
    except OSError:
        pass
    try:
        sink.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
