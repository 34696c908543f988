"""What all dialects say, in one form."""

import dataclasses
import json
import re


class CantExpress(Exception):
    """The dialect has no words for it."""


@dataclasses.dataclass
class Request:
    """Parts of turns are tuples:

        ("text", text)                      ("image", media type, base64)       ("image_url", url)
        ("audio", format, base64)           ("file", media type, base64)
        ("call", number, name, arguments)   ("result", number, text)            calls are numbered through the conversation
    """
    model: str = ""
    system: str = ""
    turns: list = dataclasses.field(default_factory=list)  # [(user or assistant, [part])], never two of one role in a row
    tools: list = dataclasses.field(default_factory=list)  # [(name, description, JSON Schema)]
    tool_choice: tuple | None = None                       # ("auto",), ("none",), ("required",), ("named", name)
    format: tuple | None = None                            # ("json",), ("schema", JSON Schema)
    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    stop: list = dataclasses.field(default_factory=list)
    choices: int = 1
    stream: bool = False
    unknown: list = dataclasses.field(default_factory=list)  # what was met and has no place here

    def add(self, role, *parts):
        """Results stand before everything else of their turn."""
        parts = [part for part in parts if part != ("text", "")]
        if self.turns and self.turns[-1][0] == role:
            self.turns[-1][1].extend(parts)
        elif parts:
            self.turns.append((role, parts))
        if parts:
            self.turns[-1][1].sort(key=lambda part: part[0] != "result")

    def comparable(self):
        """What must be the same on both sides of the gateway: white space between joined texts may differ."""
        turns = []
        for role, parts in self.turns:
            joined = []
            for part in parts:
                if part[0] == "text" and joined and joined[-1][0] == "text":
                    joined[-1] = ("text", joined[-1][1] + " " + part[1])
                else:
                    joined.append(part)
            turns.append((role, [(*part[:-1], _squeezed(part[-1])) if part[0] in ("text", "result") else part
                                 for part in joined]))
        return {"system": _squeezed(self.system), "turns": turns,
                "tools": [(name, description, schema_of(schema)) for name, description, schema in self.tools],
                "tool_choice": None if self.tool_choice in (None, ("auto",)) else self.tool_choice,
                "format": self.format and (*self.format[:1], *map(schema_of, self.format[1:])),
                "temperature": self.temperature, "top_p": self.top_p, "stop": self.stop, "stream": self.stream}


class Calls:
    """Numbers tool calls through a conversation, whatever a dialect calls them by."""

    def __init__(self):
        self._count = 0
        self._by_id = {}
        self._by_name = {}

    def made(self, name, identity=None):
        self._count += 1
        if identity:
            self._by_id[identity] = self._count
        self._by_name.setdefault(name, []).append(self._count)
        return self._count

    def answered(self, identity=None, name=None):
        if identity in self._by_id:
            return self._by_id[identity]
        waiting = self._by_name.get(name) or [0]
        return waiting.pop(0)


@dataclasses.dataclass
class Choice:
    text: str = ""
    reasoning: str = ""
    refusal: str = ""
    calls: list = dataclasses.field(default_factory=list)  # [(name, arguments as data)]
    call_ids: list = dataclasses.field(default_factory=list)
    finish: str | None = None                              # in OpenAI's words


@dataclasses.dataclass
class Answer:
    id: str = ""
    model: str = ""
    choices: list = dataclasses.field(default_factory=list)
    usage: dict | None = None  # as the dialect writes it
    ended: bool = True         # the dialect's own end was there
    error: dict | None = None  # one inside a stream

    def said(self):
        return [(choice.text, choice.calls) for choice in self.choices]


def arguments(text):
    """The arguments of a call as data; a tool that takes none may get an empty text."""
    try:
        return json.loads(text) if text else {}
    except ValueError:
        return text


def events_of(body):
    """[(event name, data)] of an event stream, by the rules of the HTML standard; the end of the bytes ends no event."""
    found, name, data = [], "", []
    lines = re.split(r"\r\n|\n|\r", body.decode() if isinstance(body, bytes) else body)
    for line in lines[:-1]:
        if line == "":
            if data:
                found.append((name, "\n".join(data)))
            name, data = "", []
        elif line.startswith("data:"):
            data.append(line[5:].removeprefix(" "))
        elif line.startswith("event:"):
            name = line[6:].removeprefix(" ")
    return found


def schema_of(schema):
    """Only what every dialect's schema can say, in one spelling."""
    if not isinstance(schema, dict):
        return schema
    plain = {}
    for name in ("description", "enum"):
        if schema.get(name):
            plain[name] = schema[name]
    kind = schema.get("type")
    if isinstance(kind, str):
        plain["type"] = kind.lower()
    if schema.get("properties"):
        plain["properties"] = {name: schema_of(inner) for name, inner in schema["properties"].items()}
        if schema.get("required"):
            plain["required"] = sorted(schema["required"])
    if "items" in schema:
        plain["items"] = schema_of(schema["items"])
    return {} if plain == {"type": "object"} else plain


def _squeezed(text):
    return " ".join(str(text).split())
