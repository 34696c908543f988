"""A beaverd before a faulty upstream that does what each request's text says, so that many calls can run at once.

    with AskedGateway({"a-model": "anthropic"}) as gateway:
        answer = gateway.call("messages", gateway.request("messages", "a-model", "429;retry_after=1"))

`models` maps each model to the provider that serves it: a profile of resources/providers.json, which decides the dialect.
`openai:responses` stands for a model that has only that API.
"""

import contextlib
import decimal
import itertools
import json

from harness.beaver import Beaver, beaver_process
from harness.dialects import SURFACES, Request, events_of
from harness.gateway import import_prices
from harness.paths import FIXTURES

UNVERSIONED = ("anthropic", "google", "litellm")  # base URLs that don't end in /v1

# Made up; no two kinds of token cost the same, so that a wrong bucket is a wrong charge.
PRICES = {"input_cost_per_token": "1e-6", "cache_read_input_token_cost": "1.1e-7", "cache_creation_input_token_cost": "1.25e-6",
          "cache_creation_input_token_cost_above_1hr": "2.1e-6", "output_cost_per_token": "5e-6",
          "output_cost_per_reasoning_token": "7e-6", "input_cost_per_audio_token": "3e-6", "output_cost_per_audio_token": "1.3e-5",
          "input_cost_per_image_token": "1.7e-6", "output_cost_per_image_token": "1.9e-5"}
ABLE = {f"supports_{what}": True for what in ("function_calling", "vision", "response_schema", "reasoning", "prompt_caching",
                                              "audio_input", "audio_output", "pdf_input", "web_search")}


def price_entries(models):
    return {f"openai/{model}": {"litellm_provider": "openai", "mode": provider.partition(":")[2] or "chat",
                                "max_input_tokens": 1000000, "max_output_tokens": 128000} | ABLE | PRICES
            for model, provider in models.items()}


class AskedGateway(contextlib.ExitStack):
    def __init__(self, models, balance=100000, timeouts=None, **options):
        super().__init__()
        self.upstream = self.enter_context(beaver_process.FaultyUpstream(FIXTURES if FIXTURES.is_dir() else None))
        self.beaver = Beaver(**options)
        self.callback(self.beaver.close)
        import_prices(self.beaver, price_entries(models))
        self.beaver.start()
        self.account = self.beaver.account(balance=balance)
        self._tags = itertools.count(1)
        self.endpoints = {model: self.add_endpoint(model, provider, timeouts) for model, provider in models.items()}

    def add_endpoint(self, model, provider, timeouts=None, base=None):
        """Answers its id."""
        provider = provider.partition(":")[0]
        base = base or self.upstream.base + "/asked" + ("" if provider in UNVERSIONED else "/v1")
        body = {"provider": provider, "name": f"{model} {self.tag()}", "base_url": base,
                "credential": "sk-upstream-canary", "models": [{"model": model, "upstream_model": model}]}
        if timeouts:
            body["timeouts"] = timeouts
        return self.beaver.admin("POST", "/admin/endpoints", body)["id"]

    def rest_no_more(self, model):
        """Its endpoint's health begins anew, because its credential has changed."""
        self.beaver.admin("PATCH", f"/admin/endpoints/{self.endpoints[model]}", {"credential": f"sk-upstream-canary-{next(self._tags)}"})

    def tag(self):
        """What makes a request of many findable at the upstream."""
        return f"t{next(self._tags)}"

    def request(self, surface, model, behaviour="ok", stream=False, text="Say something.", **fields):
        """A small request of the surface whose text asks the upstream to behave so. Fields are those of harness.dialects.Request."""
        request = Request(model=model, stream=stream, max_tokens=256, turns=[("user", [("text", f"{text} [[do {behaviour}]]")])])
        for name, value in fields.items():
            setattr(request, name, value)
        return SURFACES[surface].write_request(request)

    def call(self, surface, body, stream=False, model=None, key=None, headers=None, deadline=120):
        """`model` and `stream` matter where the path names them."""
        speaks = SURFACES[surface]
        more = speaks.headers(key or self.account.key) | (headers or {})
        return self.beaver.call("POST", speaks.path(model, stream), body, headers=more, deadline=deadline)

    def upstream_request(self, tag):
        """What the upstream got in the call with this tag, or None."""
        raw = self.upstream.request_body(f"tag={tag}")
        try:
            found = json.loads(raw)
        except ValueError:
            return None
        return None if "not kept" in json.dumps(found.get("error", "")) else found

    def receipt(self, answer):
        return self.beaver.receipt(self.account.key, answer.headers.get("x-beaver-request-id") or answer.request_id)


def read(surface, answer, strict=False):
    """The answer in neutral form."""
    speaks = SURFACES[surface]
    if answer.headers.get("content-type", "").startswith("text/event-stream"):
        return speaks.read_stream(events_of(answer.body), strict)
    return speaks.read_answer(json.loads(answer.body, parse_float=decimal.Decimal))
