"""OpenAI's Responses."""

import json

from harness.dialects.neutral import Answer, Calls, CantExpress, Choice, Request, arguments
from harness.dialects.openai_chat import read_error

ENDS = ("response.completed", "response.incomplete", "response.failed")


def path(model, stream):
    return "/v1/responses"


def headers(key):
    return {"authorization": f"Bearer {key}"}


def read_request(body):
    request, calls = Request(model=body.get("model", ""), stream=bool(body.get("stream"))), Calls()
    request.system = body.get("instructions") or ""
    given = body["input"]
    for item in [{"role": "user", "content": given}] if isinstance(given, str) else given:
        kind = item.get("type", "message")
        if kind == "message":
            content = item["content"]
            parts = [_part(part, request) for part in content] if isinstance(content, list) else [("text", content)]
            if item["role"] in ("system", "developer"):
                request.system = (request.system + "\n\n" + " ".join(part[1] for part in parts)).strip()
            else:
                request.add(item["role"], *filter(None, parts))
        elif kind == "function_call":
            request.add("assistant", ("call", calls.made(item["name"], item["call_id"]), item["name"], arguments(item["arguments"])))
        elif kind == "function_call_output":
            output = item["output"]
            text = output if isinstance(output, str) else " ".join(part.get("text", "") for part in output)
            request.add("user", ("result", calls.answered(item["call_id"]), text))
        elif kind != "reasoning":
            request.unknown.append(kind)
    for tool in body.get("tools") or []:
        if tool["type"] == "function":
            request.tools.append((tool["name"], tool.get("description") or "", tool.get("parameters") or {}))
        else:
            request.unknown.append(tool["type"])
    choice = body.get("tool_choice")
    if choice:
        request.tool_choice = ("named", choice["name"]) if isinstance(choice, dict) else (choice,)
    form = (body.get("text") or {}).get("format") or {}
    if form.get("type") == "json_schema":
        request.format = ("schema", form["schema"])
    elif form.get("type") == "json_object":
        request.format = ("json",)
    request.max_tokens, request.temperature, request.top_p = body.get("max_output_tokens"), body.get("temperature"), body.get("top_p")
    return request


def _part(part, request):
    kind = part["type"]
    if kind in ("input_text", "output_text"):
        return ("text", part["text"])
    if kind == "input_image" and part.get("image_url"):
        url = part["image_url"]
        if url.startswith("data:"):
            media, _, data = url.removeprefix("data:").partition(";base64,")
            return ("image", media, data)
        return ("image_url", url)
    if kind == "input_file" and part.get("file_data"):
        media, _, data = part["file_data"].removeprefix("data:").partition(";base64,")
        return ("file", media, data)
    request.unknown.append(kind)
    return None


def write_request(request):
    if request.unknown:
        raise CantExpress(", ".join(map(str, request.unknown)))
    if request.choices != 1:
        raise CantExpress("n")
    if request.stop:
        raise CantExpress("stop")
    if request.max_tokens is not None and request.max_tokens < 16:
        raise CantExpress("a maximum below 16")
    items = []
    for role, parts in request.turns:
        content = []
        for part in parts:
            if part[0] == "call":
                items.append({"type": "function_call", "call_id": f"call_{part[1]}", "name": part[2], "arguments": json.dumps(part[3])})
            elif part[0] == "result":
                items.append({"type": "function_call_output", "call_id": f"call_{part[1]}", "output": part[2]})
            else:
                content.append(_content(part, role))
        if content:
            items.insert(_before_calls(items) if role == "assistant" else len(items),
                         {"type": "message", "role": role, "content": content})
    body = {"model": request.model, "input": items, "store": False}
    if request.system:
        body["instructions"] = request.system
    if request.stream:
        body["stream"] = True
    if request.tools:
        body["tools"] = [{"type": "function", "name": name, "description": description, "parameters": schema, "strict": False}
                         for name, description, schema in request.tools]
    if request.tool_choice:
        named = request.tool_choice[0] == "named"
        body["tool_choice"] = {"type": "function", "name": request.tool_choice[1]} if named else request.tool_choice[0]
    if request.format:
        body["text"] = {"format": {"type": "json_object"} if request.format[0] == "json" else
                        {"type": "json_schema", "name": "answer", "schema": request.format[1]}}
    for name, value in (("max_output_tokens", request.max_tokens), ("temperature", request.temperature), ("top_p", request.top_p)):
        if value is not None:
            body[name] = value
    return body


def _before_calls(items):
    """What an assistant says comes before the calls of the same turn."""
    at = len(items)
    while at > 0 and items[at - 1]["type"] == "function_call":
        at -= 1
    return at


def _content(part, role):
    if part[0] == "text":
        return {"type": "output_text" if role == "assistant" else "input_text", "text": part[1]}
    if part[0] == "image":
        return {"type": "input_image", "image_url": f"data:{part[1]};base64,{part[2]}"}
    if part[0] == "image_url":
        return {"type": "input_image", "image_url": part[1]}
    if part[0] == "file":
        return {"type": "input_file", "filename": "file", "file_data": f"data:{part[1]};base64,{part[2]}"}
    raise CantExpress(part[0])


def read_answer(body):
    answer = Answer(id=body.get("id", ""), model=body.get("model", ""), usage=body.get("usage"), error=body.get("error"))
    if body.get("output") is None:
        return answer
    read = Choice()
    for item in body["output"]:
        if item["type"] == "message":
            for part in item["content"]:
                read.text += part.get("text") or ""
                read.refusal += part.get("refusal") or ""
        elif item["type"] == "reasoning":
            read.reasoning += "".join(part["text"] for part in (item.get("summary") or []) + (item.get("content") or []))
        elif item["type"] in ("function_call", "custom_tool_call"):
            custom = item["type"] == "custom_tool_call"
            read.calls.append((item["name"], {"input": item["input"]} if custom else arguments(item["arguments"])))
            read.call_ids.append(item["call_id"])
    reason = (body.get("incomplete_details") or {}).get("reason")
    read.finish = ({"max_output_tokens": "length"}.get(reason, reason) if body.get("status") == "incomplete" else
                   "error" if body.get("status") == "failed" else "tool_calls" if read.calls else "stop")
    if read.refusal and read.finish == "stop":
        read.finish = "content_filter"
    answer.choices.append(read)
    return answer


def read_stream(events, strict=False):
    """The last event's response is the answer; strict: what came before must add up to it."""
    answer, texts, items, numbers = Answer(ended=False), {}, {}, []
    for name, data in events:
        event = json.loads(data)
        kind = event["type"]
        numbers.append(event.get("sequence_number"))
        if strict:
            assert name == kind, f"event {name} says that it is {kind}"
            assert not answer.ended, f"{kind} came after the end"
            assert (len(numbers) == 1) == (kind == "response.created"), f"{kind} at the wrong place"
        if kind == "error":
            answer.error = event.get("error") or event
        elif kind == "response.output_text.delta":
            key = (event["output_index"], event["content_index"])
            texts[key] = texts.get(key, "") + event["delta"]
        elif kind == "response.output_text.done" and strict:
            assert texts.get((event["output_index"], event["content_index"]), "") == event["text"], f"deltas don't add up to {event['text']!r}"
        elif kind == "response.output_item.added" and strict:
            assert event["output_index"] == len(items), f"item {event['output_index']} where {len(items)} is next"
            items[event["output_index"]] = event["item"]["id"]
        elif kind == "response.output_item.done" and strict:
            assert items[event["output_index"]] == event["item"]["id"], "an item has two ids"
        elif kind in ENDS:
            error, answer = answer.error, read_answer(event["response"])
            answer.error, answer.ended = answer.error or error, kind != "response.failed"
    if not answer.ended:
        answer.choices = [Choice(text="".join(texts.values()))] if texts else []
    if strict:
        assert numbers == list(range(len(numbers))), f"sequence numbers: {numbers}"
        whole = "".join(choice.text for choice in answer.choices)
        assert not answer.ended or whole == "".join(texts.values()), "the deltas don't add up to the answer"
    return answer


def tokens(usage):
    return usage["input_tokens"], usage["output_tokens"]


__all__ = ["headers", "path", "read_answer", "read_error", "read_request", "read_stream", "tokens", "write_request"]
