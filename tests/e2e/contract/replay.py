"""Replays recorded exchanges through the surfaces of a gateway, several at once."""

import concurrent.futures
import copy
import dataclasses
import json
import os
import traceback

from harness.asked import AskedGateway, read
from harness.dialects import SURFACES, CantExpress, Request, events_of
from harness.exchange import Exchange

THREADS = int(os.environ.get("BEAVER_E2E_THREADS", "4"))
EVERY_BYTE = int(os.environ.get("BEAVER_E2E_EVERY_BYTE", "12000"))  # longer streams come in pieces of 17 bytes

# The model that stands for each provider, and what serves it. `…:responses` has only that API.
MODELS = {"contract-" + provider.replace(":", "-"): provider for provider in (
    "openai", "openai:responses", "anthropic", "google", "deepseek", "perplexity", "xai", "xai:responses", "openrouter", "litellm")}


def model_of(exchange, surface):
    provider = {"gemini": "google"}.get(exchange.provider, exchange.provider)
    if exchange.dialect == "responses":
        return "contract-xai-responses" if provider == "xai" else "contract-openai-responses"
    if surface == "responses" and exchange.dialect == "chat":
        # These know the client's dialect themselves, so no chat answer comes from them; DeepSeek's is OpenAI's without it.
        if provider == "xai":
            raise CantExpress("xAI's own Responses")
        provider = {"openai": "deepseek", "openrouter": "deepseek", "litellm": "deepseek"}.get(provider, provider)
    return "contract-" + provider


def behaviour(exchange, tag):
    split = ""
    if exchange.meta["response_file"].endswith(".sse"):
        split = ";split=1" if len(exchange.raw) <= EVERY_BYTE else ";split=17"
    return f"fixture;case={exchange.name.replace('/', '.')};tag={tag}{split}"


@dataclasses.dataclass
class Replayed:
    exchange: Exchange
    surface: str
    sent: dict           # the client's body
    expressed: bool      # it says what the recorded request says
    answer: object       # harness.answer.Answer
    arrived: dict | None  # the body that the upstream got


def send(gateway, exchange, surface, model=None):
    """Asks through a surface for what was recorded. CantExpress: it makes no sense there."""
    model, tag = model or model_of(exchange, surface), gateway.tag()
    marker = f"[[do {behaviour(exchange, tag)}]]"
    expressed = exchange.request is not None and exchange.status == 200
    neutral = exchange.neutral() if expressed else Request(turns=[("user", [("text", "Say something.")])], stream=exchange.is_stream)
    if expressed and surface == exchange.dialect:
        body = marked(surface, exchange.request, marker)
        if "model" in body:
            body["model"] = model
    else:
        neutral.model = model
        try:
            body = SURFACES[surface].write_request(with_text(neutral, marker))
        except CantExpress as what:
            if str(what) == "n":  # it has one answer only
                raise
            plain = Request(model=model, stream=neutral.stream, turns=[("user", [("text", "Say something.")])])
            expressed, body = False, SURFACES[surface].write_request(with_text(plain, marker))
    answer = gateway.call(surface, body, exchange.is_stream, model)
    return Replayed(exchange, surface, body, expressed, answer, gateway.upstream_request(tag))


def with_text(request, text):
    """A copy whose last user turn says `text` too."""
    request = copy.deepcopy(request)
    parts = next(parts for role, parts in reversed(request.turns) if role == "user")
    at = next((index for index, part in enumerate(parts) if part[0] == "text"), None)
    if at is None:
        parts.append(("text", text))
    else:
        parts[at] = ("text", parts[at][1] + " " + text)
    return request


def marked(surface, body, text):
    """A recorded body whose last user message says `text` too; all else stays as it was."""
    body = copy.deepcopy(body)
    if surface == "responses" and isinstance(body["input"], str):
        body["input"] += " " + text
        return body
    name, part = {"chat": ("messages", {"type": "text", "text": text}), "messages": ("messages", {"type": "text", "text": text}),
                  "responses": ("input", {"type": "input_text", "text": text}), "gemini": ("contents", {"text": text})}[surface]
    inner = "parts" if surface == "gemini" else "content"
    message = next(message for message in reversed(body[name]) if message.get("role", "user") == "user" and inner in message)
    if isinstance(message[inner], str):
        message[inner] += " " + text
    else:
        message[inner] = ([message[inner]] if isinstance(message[inner], dict) else message[inner]) + [part]
    return body


def in_parallel(work, items):
    """work(item) answers a list of problems. Returns {item: problems}; what is thrown is a problem."""
    def guarded(item):
        try:
            return work(item)
        except Exception:  # noqa: BLE001 a test may meet anything
            return [traceback.format_exc(limit=4)]

    items = list(items)
    with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
        return dict(zip(items, pool.map(guarded, items)))


def open_gateway(**options):
    return AskedGateway(MODELS, **options)


def short(value, most=600):
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return text if len(text) <= most else text[:most] + " …"


__all__ = ["AskedGateway", "Replayed", "behaviour", "events_of", "in_parallel", "marked", "model_of", "open_gateway", "read", "send", "short"]
