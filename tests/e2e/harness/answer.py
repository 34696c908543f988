"""An HTTP answer as it came over the wire, and whether all of it came."""

import dataclasses
import decimal
import json


@dataclasses.dataclass
class Answer:
    status: int = 0        # 0: not even a head came
    headers: dict = dataclasses.field(default_factory=dict)  # names in lower case
    body: bytes = b""
    complete: bool = False  # the body's own framing says that it ended

    def json(self):
        """Numbers with a fraction as Decimal: money never goes through a float."""
        return json.loads(self.body, parse_float=decimal.Decimal)

    @property
    def request_id(self):
        return self.headers.get("x-request-id")

    def events(self):
        """The payloads of an event stream, comments left out."""
        found = []
        for block in self.body.replace(b"\r\n", b"\n").split(b"\n\n"):
            lines = [line[5:].removeprefix(b" ") for line in block.split(b"\n") if line.startswith(b"data:")]
            if lines:
                found.append(b"\n".join(lines).decode())
        return found

    def text(self):
        """What a streamed chat answer said."""
        pieces = []
        for event in self.events():
            if event != "[DONE]":
                for choice in json.loads(event).get("choices", []):
                    pieces.append(choice.get("delta", {}).get("content") or "")
        return "".join(pieces)

    def seen_whole(self):
        """Whether a client takes this for a finished, successful answer."""
        if self.status != 200 or not self.complete:
            return False
        if self.headers.get("content-type", "").startswith("text/event-stream"):
            return self.events()[-1:] == ["[DONE]"]
        return True


def parse(raw, closed=True):
    """Reads an answer from all the bytes of a connection; `closed` says that the peer ended it."""
    head, blank, rest = raw.partition(b"\r\n\r\n")
    if not blank:
        return Answer()
    lines = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    answer = Answer(status=int(lines[0].split(" ")[1]), headers=headers)
    if 100 <= answer.status < 200 and answer.status != 101:
        return parse(rest, closed)
    if headers.get("transfer-encoding", "").lower() == "chunked":
        answer.body, answer.complete = _dechunk(rest)
    elif "content-length" in headers:
        length = int(headers["content-length"])
        answer.body, answer.complete = rest[:length], len(rest) >= length
    else:
        answer.body, answer.complete = rest, closed
    return answer


def _dechunk(rest):
    body = b""
    while True:
        line, end, rest = rest.partition(b"\r\n")
        if not end:
            return body, False
        size = int(line.split(b";")[0], 16)
        if size == 0:
            return body, rest.startswith(b"\r\n")
        body += rest[:size]
        if len(rest) < size + 2:
            return body, False
        rest = rest[size + 2:]
