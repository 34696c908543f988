"""OpenAI's Python SDK pointed at a Beaver, and what its objects say in plain values."""

import inspect

import openai

KNOWN = set(inspect.signature(openai.resources.chat.completions.Completions.create).parameters)


def client(beaver, account, **settings):
    settings = {"max_retries": 0, "timeout": 60} | settings
    return openai.OpenAI(base_url=beaver.base + "/v1", api_key=account.key, **settings)


def create(sdk, request):
    """The request as it was recorded; what the SDK has no argument for goes as extra body. Returns (request id, result)."""
    known = {name: value for name, value in request.items() if name in KNOWN}
    extra = {name: value for name, value in request.items() if name not in KNOWN}
    raw = sdk.chat.completions.with_raw_response.create(**known, extra_body=extra)
    return raw.headers["x-request-id"], raw.parse()


def tool_calls(message):
    return [(call.id, call.function.name, call.function.arguments) for call in message.tool_calls or []]


def choices_of(completion):
    return [{"content": choice.message.content or "", "tool_calls": tool_calls(choice.message),
             "finish_reason": choice.finish_reason} for choice in completion.choices]


def gather(stream):
    """A streamed answer put together: (choices, usage)."""
    found, usage = {}, None
    for chunk in stream:
        usage = chunk.usage or usage
        for choice in chunk.choices:
            whole = found.setdefault(choice.index, {"content": "", "calls": {}, "finish_reason": None})
            whole["content"] += choice.delta.content or ""
            for call in choice.delta.tool_calls or []:
                known = whole["calls"].setdefault(call.index, ["", "", ""])
                known[0] = known[0] or call.id or ""
                known[1] = known[1] or (call.function and call.function.name) or ""
                known[2] += (call.function and call.function.arguments) or ""
            whole["finish_reason"] = choice.finish_reason or whole["finish_reason"]
    return [{"content": whole["content"], "tool_calls": [tuple(call) for _, call in sorted(whole["calls"].items())],
             "finish_reason": whole["finish_reason"]} for _, whole in sorted(found.items())], usage


def counts(usage):
    return usage and (usage.prompt_tokens, usage.completion_tokens, usage.total_tokens)
