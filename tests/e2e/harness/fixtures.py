"""The recorded exchanges, and what a client and a receipt must show of them."""

import dataclasses
import json

from harness.paths import FIXTURES

PROVIDERS = ("openai", "deepseek", "perplexity", "xai", "openrouter")


@dataclasses.dataclass
class Fixture:
    provider: str
    case: str
    request: dict
    status: int
    body: str
    is_stream: bool

    @property
    def name(self):
        return f"{self.provider}/{self.case}"

    @property
    def behaviour(self):
        return f"fixture;case={self.provider}/{self.case}"

    def gateway_request(self):
        """The request as a client of the gateway sends it: under a model name of ours, because some of these are long retired."""
        name = "replay-" + self.request["model"]
        return self.request | {"model": f"openrouter/{name}" if self.provider == "openrouter" else name}

    def payloads(self):
        """Parsed events of a stream; what isn't JSON is left out."""
        found = []
        for line in self.body.splitlines():
            text = line.removeprefix("data:").strip()
            if line.startswith("data:") and text != "[DONE]":
                try:
                    found.append(json.loads(text))
                except ValueError:
                    pass
        return found

    def usage(self):
        """What the provider reported last, or None."""
        if not self.is_stream:
            return json.loads(self.body).get("usage")
        reported = [payload["usage"] for payload in self.payloads() if payload.get("usage")]
        return reported[-1] if reported else None

    def is_broken(self):
        """The recording ends in an error or is cut."""
        payloads = self.payloads()
        return self.is_stream and (any("error" in payload for payload in payloads) or not any(
            choice.get("finish_reason") for payload in payloads for choice in payload.get("choices", [])))

    def choices(self):
        """index → {content, tool_calls: [(id, name, arguments)], finish_reason}, put together from the recording."""
        found = {}
        if not self.is_stream:
            for choice in json.loads(self.body)["choices"]:
                message = choice["message"]
                found[choice["index"]] = {
                    "content": message.get("content") or "",
                    "tool_calls": [(call["id"], call["function"]["name"], call["function"]["arguments"])
                                   for call in message.get("tool_calls") or []],
                    "finish_reason": choice.get("finish_reason")}
            return found
        for payload in self.payloads():
            for choice in payload.get("choices", []):
                whole = found.setdefault(choice["index"], {"content": "", "calls": {}, "finish_reason": None})
                delta = choice.get("delta", {})
                # Perplexity ends with an object that repeats the whole message beside an empty delta.
                whole["content"] += delta.get("content") or ""
                for call in delta.get("tool_calls") or []:
                    known = whole["calls"].setdefault(call["index"], ["", "", ""])
                    function = call.get("function") or {}
                    known[0] = known[0] or call.get("id") or ""
                    known[1] = known[1] or function.get("name") or ""
                    known[2] += function.get("arguments") or ""
                whole["finish_reason"] = choice.get("finish_reason") or whole["finish_reason"]
        for whole in found.values():
            whole["tool_calls"] = [tuple(call) for _, call in sorted(whole.pop("calls").items())]
        return found

    def buckets(self):
        """Tokens by bucket as docs/wire_formats.md counts them: disjoint, reasoning within output or beside it made one."""
        usage = self.usage()
        prompt, completion = usage["prompt_tokens"], usage["completion_tokens"]
        inputs = usage.get("prompt_tokens_details") or {}
        outputs = usage.get("completion_tokens_details") or {}
        cached = inputs.get("cached_tokens") or 0
        written = inputs.get("cache_write_tokens") or 0
        audio = inputs.get("audio_tokens") or 0
        image = inputs.get("image_tokens") or 0
        reasoning = outputs.get("reasoning_tokens") or usage.get("reasoning_tokens") or 0
        beside = self.provider == "xai"  # xAI counts reasoning beside completion_tokens, the others within
        found = {"input": prompt - cached - written - audio - image, "cached_read": cached,
                 "cache_write_5m": written, "audio_in": audio, "image_in": image,
                 "output": completion if beside else completion - reasoning, "reasoning": reasoning}
        return {kind: tokens for kind, tokens in found.items() if tokens}

    def expected(self):
        """All of it as data, for clients in another language."""
        return {"name": self.name, "behaviour": self.behaviour, "request": self.gateway_request(), "stream": self.is_stream,
                "choices": [self.choices()[index] for index in sorted(self.choices())], "usage": self.usage(),
                "buckets": self.buckets() if self.usage() else None}


def chat_fixtures():
    """Every recorded chat call of the five providers that kept its request."""
    found = []
    for provider in PROVIDERS:
        folder = FIXTURES / provider
        for case in sorted(folder.iterdir()) if folder.is_dir() else []:
            meta = json.loads((case / "meta.json").read_text())
            request = case / "request.json"
            if not meta["url"].endswith("/chat/completions") or not request.exists():
                continue
            file = meta["response_file"]
            body = (case / file).read_bytes().decode("utf-8", "replace")
            found.append(Fixture(provider, case.name, json.loads(request.read_text()), meta["status"], body,
                                 file.endswith(".sse")))
    return found


def replayable():
    """Those that end well: the others are errors, and tested as such."""
    return [fixture for fixture in chat_fixtures() if fixture.status == 200 and not fixture.is_broken()]


def receipt_buckets(receipt):
    """The tokens of a receipt; requests and searches are no tokens."""
    return {bucket["kind"]: bucket["tokens"] for bucket in receipt["buckets"]
            if bucket["tokens"] and bucket["kind"] not in ("requests", "searches")}


def price_map(fixtures):
    """Prices for the models of the recordings, in the form of LiteLLM's price map: made up, all different."""
    names = sorted({(fixture.provider, fixture.request["model"]) for fixture in fixtures})
    prices = {}
    for number, (provider, model) in enumerate(names):
        prices[f"{provider}/replay-{model}"] = {
            "litellm_provider": provider, "mode": "chat", "max_input_tokens": 200000, "max_output_tokens": 32000,
            "input_cost_per_token": f"{number + 1}e-7", "output_cost_per_token": f"{number + 3}e-6",
            "cache_read_input_token_cost": f"{number + 1}e-8"}
    return prices
