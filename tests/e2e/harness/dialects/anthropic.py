"""Anthropic's Messages."""

import json

from harness.dialects.neutral import Answer, Calls, CantExpress, Choice, Request, arguments

FINISH = {"end_turn": "stop", "stop_sequence": "stop", "pause_turn": "stop", "max_tokens": "length",
          "model_context_window_exceeded": "length", "tool_use": "tool_calls", "refusal": "content_filter"}


def path(model, stream):
    return "/v1/messages"


def headers(key):
    return {"x-api-key": key, "anthropic-version": "2023-06-01"}


def read_request(body):
    request, calls = Request(model=body.get("model", ""), stream=bool(body.get("stream"))), Calls()
    system = body.get("system") or ""
    request.system = system if isinstance(system, str) else "\n\n".join(block["text"] for block in system)
    for message in body["messages"]:
        content = message["content"]
        blocks = [{"type": "text", "text": content}] if isinstance(content, str) else [content] if isinstance(content, dict) else content
        request.add(message["role"], *filter(None, (_part(block, calls, request) for block in blocks)))
    for tool in body.get("tools") or []:
        if "input_schema" in tool:
            request.tools.append((tool["name"], tool.get("description", ""), tool["input_schema"]))
        else:
            request.unknown.append(tool.get("type"))
    choice = body.get("tool_choice")
    if choice:
        request.tool_choice = {"any": ("required",), "tool": ("named", choice.get("name"))}.get(choice["type"], (choice["type"],))
    form = (body.get("output_config") or {}).get("format") or body.get("output_format") or {}
    if form.get("type") == "json_schema":
        request.format = ("schema", form["schema"])
    request.max_tokens, request.temperature, request.top_p = body.get("max_tokens"), body.get("temperature"), body.get("top_p")
    request.stop = body.get("stop_sequences") or []
    return request


def _part(block, calls, request):
    kind = block["type"]
    if kind == "text":
        return ("text", block["text"])
    if kind in ("image", "document"):
        source = block["source"]
        if source["type"] == "base64":
            return ("image" if kind == "image" else "file", source["media_type"], source["data"])
        if source["type"] == "url" and kind == "image":
            return ("image_url", source["url"])
    if kind == "tool_use":
        return ("call", calls.made(block["name"], block["id"]), block["name"], block["input"])
    if kind == "tool_result":
        content = block.get("content") or ""
        text = content if isinstance(content, str) else " ".join(part.get("text", "") for part in content)
        return ("result", calls.answered(block["tool_use_id"]), text)
    if kind in ("thinking", "redacted_thinking"):
        return None
    request.unknown.append(kind)
    return None


def write_request(request):
    if request.unknown:
        raise CantExpress(", ".join(map(str, request.unknown)))
    if request.choices != 1:
        raise CantExpress("n")
    if request.format == ("json",):
        raise CantExpress("json_object")
    body = {"model": request.model, "max_tokens": request.max_tokens or 1024,
            "messages": [{"role": role, "content": [_block(part) for part in parts]} for role, parts in request.turns]}
    if request.system:
        body["system"] = request.system
    if request.stream:
        body["stream"] = True
    if request.tools:
        body["tools"] = [{"name": name, "description": description, "input_schema": {"type": "object"} | schema}
                         for name, description, schema in request.tools]
    if request.tool_choice:
        kind = request.tool_choice[0]
        body["tool_choice"] = ({"type": "tool", "name": request.tool_choice[1]} if kind == "named" else
                               {"type": {"required": "any"}.get(kind, kind)})
    if request.format:
        body["output_config"] = {"format": {"type": "json_schema", "schema": request.format[1]}}
    if request.temperature is not None:
        body["temperature"] = min(request.temperature, 1)
    if request.top_p is not None:
        body["top_p"] = request.top_p
    if request.stop:
        body["stop_sequences"] = request.stop
    return body


def _block(part):
    if part[0] == "text":
        return {"type": "text", "text": part[1]}
    if part[0] == "image":
        return {"type": "image", "source": {"type": "base64", "media_type": part[1], "data": part[2]}}
    if part[0] == "image_url":
        return {"type": "image", "source": {"type": "url", "url": part[1]}}
    if part[0] == "file":
        return {"type": "document", "source": {"type": "base64", "media_type": part[1], "data": part[2]}}
    if part[0] == "call":
        return {"type": "tool_use", "id": f"toolu_{part[1]}", "name": part[2], "input": part[3]}
    if part[0] == "result":
        return {"type": "tool_result", "tool_use_id": f"toolu_{part[1]}", "content": part[2]}
    raise CantExpress(part[0])


def read_answer(body):
    answer = Answer(id=body.get("id", ""), model=body.get("model", ""), usage=body.get("usage"), error=body.get("error"))
    if "content" in body:
        answer.choices.append(_choice(body["content"], body.get("stop_reason")))
    return answer


def _choice(blocks, reason):
    read = Choice(finish=FINISH.get(reason, reason))
    for block in blocks:
        if block["type"] == "text":
            read.text += block["text"]
        elif block["type"] == "thinking":
            read.reasoning += block["thinking"]
        elif block["type"] == "tool_use":
            read.calls.append((block["name"], block["input"]))
            read.call_ids.append(block["id"])
    return read


def read_stream(events, strict=False):
    answer, blocks, open_block, reason, usage = Answer(ended=False), [], None, None, {}
    begun = False
    for name, data in events:
        event = json.loads(data)
        kind = event["type"]
        if strict:
            assert name == kind, f"event {name} says that it is {kind}"
            assert not answer.ended, f"{kind} came after message_stop"
            assert begun != (kind == "message_start") or kind in ("ping", "error"), f"{kind} at the wrong place"
        if kind == "message_start":
            begun, message = True, event["message"]
            answer.id, answer.model = message["id"], message["model"]
            usage |= _counts(message.get("usage"))
        elif kind == "content_block_start":
            if strict:
                assert open_block is None, f"block {event['index']} opens while {open_block} is open"
                assert event["index"] == len(blocks), f"block {event['index']} where {len(blocks)} is next"
            open_block = event["index"]
            blocks.append(dict(event["content_block"]) | {"json": ""})
        elif kind == "content_block_delta":
            assert not strict or event["index"] == open_block, f"a delta for block {event['index']}, {open_block} is open"
            delta, block = event["delta"], blocks[-1]
            if delta["type"] == "text_delta":
                block["text"] += delta["text"]
            elif delta["type"] == "thinking_delta":
                block["thinking"] += delta["thinking"]
            elif delta["type"] == "input_json_delta":
                block["json"] += delta["partial_json"]
        elif kind == "content_block_stop":
            assert not strict or event["index"] == open_block, f"block {event['index']} stops, {open_block} is open"
            open_block = None
        elif kind == "message_delta":
            assert not strict or open_block is None, "message_delta while a block is open"
            reason = event["delta"].get("stop_reason") or reason
            usage |= _counts(event.get("usage"))
        elif kind == "message_stop":
            assert not strict or reason, "message_stop without a reason"
            answer.ended = True
        elif kind == "error":
            answer.error = event["error"]
    for block in blocks:
        if block["type"] == "tool_use":
            if strict:
                assert block["input"] == {}, "a tool's input must start empty"
            block["input"] = arguments(block["json"])
    if begun:
        answer.choices.append(_choice(blocks, reason))
    answer.usage = usage or None
    return answer


def _counts(usage):
    return {name: count for name, count in usage.items() if count is not None} if isinstance(usage, dict) else {}


def tokens(usage):
    cached = (usage.get("cache_creation_input_tokens") or 0) + (usage.get("cache_read_input_tokens") or 0)
    return usage["input_tokens"] + cached, usage["output_tokens"]


def read_error(body):
    assert body["type"] == "error", body
    error = body["error"]
    return error["type"], None, error["message"]
