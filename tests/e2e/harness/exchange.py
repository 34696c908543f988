"""One recorded exchange with a provider: what was asked and what was answered, read by harness.dialects."""

import dataclasses
import json
import pathlib

from harness.dialects import SURFACES, Request, events_of
from harness.dialects.usage import buckets
from harness.paths import FIXTURES

PATHS = (("/chat/completions", "chat"), ("/responses", "responses"), ("/messages", "messages"), ("generateContent", "gemini"),
         ("streamGenerateContent", "gemini"))


@dataclasses.dataclass
class Exchange:
    name: str      # provider/case
    meta: dict
    request: dict | None  # as it was sent to the provider; not every source kept it
    raw: bytes     # of the answer

    @property
    def provider(self):
        recorded = self.name.partition("/")[0]
        return "openai" if recorded == "openai_responses" or self.name == "gemini/openai_compat_tool_call" else recorded

    @property
    def status(self):
        return self.meta["status"]

    @property
    def path(self):
        return self.meta["url"].partition("?")[0]

    @property
    def dialect(self):
        """Of chat calls: chat, responses, messages, gemini; None for everything else."""
        return next((dialect for end, dialect in PATHS if self.path.endswith(end)), None)

    @property
    def is_stream(self):
        asked = self.request or {}
        return self.meta["response_file"].endswith(".sse") or "stream" in self.path.rpartition(":")[2] or bool(asked.get("stream"))

    def events(self):
        return events_of(self.raw)

    def answer(self):
        """What the provider said; of a choice's finish reason only what all dialects have."""
        speaks = SURFACES[self.dialect]
        if self.meta["response_file"].endswith(".sse"):
            return speaks.read_stream(self.events())
        return speaks.read_answer(json.loads(self.raw))

    def buckets(self):
        """Tokens by bucket that the provider reported, or None."""
        usage = self.answer().usage
        return buckets(self.provider, self.dialect, usage) if usage else None

    def neutral(self):
        """The recorded request in neutral form, or a plain one where none was kept."""
        if self.request is None:
            request = Request(turns=[("user", [("text", "Say something.")])])
        else:
            request = SURFACES[self.dialect].read_request(self.request)
        request.stream = self.is_stream
        return request


def load(name):
    folder = FIXTURES / name
    meta = json.loads((folder / "meta.json").read_text())
    asked = folder / "request.json"
    return Exchange(name, meta, json.loads(asked.read_text()) if asked.exists() else None,
                    (folder / meta["response_file"]).read_bytes())


def all_names():
    """As the index lists them."""
    return [entry["path"] for entry in json.loads(pathlib.Path(FIXTURES, "index.json").read_text())]
