"""OpenAI's chat completions."""

import json

from harness.dialects.neutral import Answer, Calls, CantExpress, Choice, Request, arguments


def path(model, stream):
    return "/v1/chat/completions"


def headers(key):
    return {"authorization": f"Bearer {key}"}


def read_request(body):
    request, calls = Request(model=body.get("model", ""), stream=bool(body.get("stream"))), Calls()
    for message in body["messages"]:
        role, content = message["role"], message.get("content")
        if role in ("system", "developer"):
            request.system = (request.system + "\n\n" + _text(content)).strip()
        elif role == "tool":
            request.add("user", ("result", calls.answered(message["tool_call_id"]), _text(content)))
        else:
            parts = [_part(part, request) for part in content] if isinstance(content, list) else [("text", content or "")]
            for call in message.get("tool_calls") or []:
                function = call["function"]
                parts.append(("call", calls.made(function["name"], call["id"]), function["name"], arguments(function["arguments"])))
            request.add("assistant" if role == "assistant" else "user", *filter(None, parts))
    for tool in body.get("tools") or []:
        function = tool["function"]
        request.tools.append((function["name"], function.get("description", ""), function.get("parameters") or {}))
    choice = body.get("tool_choice")
    if isinstance(choice, dict):
        request.tool_choice = ("named", choice["function"]["name"])
    elif choice:
        request.tool_choice = (choice,)
    form = body.get("response_format") or {}
    if form.get("type") == "json_object":
        request.format = ("json",)
    elif form.get("type") == "json_schema":
        request.format = ("schema", form["json_schema"]["schema"])
    request.max_tokens = body.get("max_completion_tokens") or body.get("max_tokens")
    request.temperature, request.top_p = body.get("temperature"), body.get("top_p")
    stop = body.get("stop") or []
    request.stop = [stop] if isinstance(stop, str) else stop
    request.choices = body.get("n") or 1
    return request


def _text(content):
    if isinstance(content, list):
        return "\n\n".join(part.get("text", "") for part in content)
    return content or ""


def _part(part, request):
    kind = part["type"]
    if kind in ("text", "refusal"):
        return ("text", part[kind])
    if kind == "image_url":
        url = part["image_url"]["url"] if isinstance(part["image_url"], dict) else part["image_url"]
        if url.startswith("data:"):
            media, _, data = url.removeprefix("data:").partition(";base64,")
            return ("image", media, data)
        return ("image_url", url)
    if kind == "input_audio":
        return ("audio", part["input_audio"]["format"], part["input_audio"]["data"])
    if kind == "file" and "file_data" in part["file"]:
        media, _, data = part["file"]["file_data"].removeprefix("data:").partition(";base64,")
        return ("file", media, data)
    request.unknown.append(kind)
    return None


def write_request(request):
    if request.unknown:
        raise CantExpress(", ".join(map(str, request.unknown)))
    messages = [{"role": "system", "content": request.system}] if request.system else []
    for role, parts in request.turns:
        for part in parts:
            if part[0] == "result":
                messages.append({"role": "tool", "tool_call_id": f"call_{part[1]}", "content": part[2]})
        content = [_content(part) for part in parts if part[0] not in ("call", "result")]
        calls = [{"id": f"call_{number}", "type": "function", "function": {"name": name, "arguments": json.dumps(given)}}
                 for number, name, given in (part[1:] for part in parts if part[0] == "call")]
        if content or calls:
            plain = all(part["type"] == "text" for part in content)
            text = " ".join(part["text"] for part in content) if plain else content
            messages.append({"role": role, "content": text or None} | ({"tool_calls": calls} if calls else {}))
    body = {"model": request.model, "messages": messages}
    if request.stream:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    if request.tools:
        body["tools"] = [{"type": "function", "function": {"name": name, "description": description, "parameters": schema}}
                         for name, description, schema in request.tools]
    if request.tool_choice:
        named = request.tool_choice[0] == "named"
        body["tool_choice"] = ({"type": "function", "function": {"name": request.tool_choice[1]}} if named
                               else request.tool_choice[0])
    if request.format:
        body["response_format"] = ({"type": "json_object"} if request.format[0] == "json" else
                                   {"type": "json_schema", "json_schema": {"name": "answer", "schema": request.format[1]}})
    for name, value in (("max_completion_tokens", request.max_tokens), ("temperature", request.temperature),
                        ("top_p", request.top_p), ("stop", request.stop or None)):
        if value is not None:
            body[name] = value
    if request.choices != 1:
        body["n"] = request.choices
    return body


def _content(part):
    if part[0] == "text":
        return {"type": "text", "text": part[1]}
    if part[0] == "image":
        return {"type": "image_url", "image_url": {"url": f"data:{part[1]};base64,{part[2]}"}}
    if part[0] == "image_url":
        return {"type": "image_url", "image_url": {"url": part[1]}}
    if part[0] == "audio":
        return {"type": "input_audio", "input_audio": {"format": part[1], "data": part[2]}}
    if part[0] == "file":
        return {"type": "file", "file": {"filename": "file", "file_data": f"data:{part[1]};base64,{part[2]}"}}
    raise CantExpress(part[0])


def read_answer(body):
    answer = Answer(id=body.get("id", ""), model=body.get("model", ""), usage=body.get("usage"), error=body.get("error"))
    for choice in body.get("choices") or []:
        message, read = choice.get("message") or {}, Choice(finish=choice.get("finish_reason"))
        read.text = message.get("content") or ""
        read.reasoning = message.get("reasoning_content") or message.get("reasoning") or ""
        read.refusal = message.get("refusal") or ""
        for call in message.get("tool_calls") or []:
            custom = call.get("custom")
            read.calls.append((custom["name"], {"input": custom["input"]}) if custom else
                              (call["function"]["name"], arguments(call["function"]["arguments"])))
            read.call_ids.append(call.get("id"))
        answer.choices.append(read)
    return answer


def read_stream(events, strict=False):
    answer, found, names = Answer(ended=False), {}, set()
    for _, data in events:
        assert not (strict and answer.ended), "something came after [DONE]"
        if data == "[DONE]":
            answer.ended = True
            continue
        try:
            chunk = json.loads(data)
        except ValueError:  # a recording that is cut
            continue
        if chunk.get("error"):
            answer.error = chunk["error"]
            continue
        answer.id, answer.model = chunk.get("id") or answer.id, chunk.get("model") or answer.model
        names.add(chunk.get("id"))
        answer.usage = chunk.get("usage") or answer.usage
        for choice in chunk.get("choices") or []:
            delta = choice.get("delta") or {}
            index = choice.get("index", 0)
            if strict and index not in found:
                assert delta.get("role") == "assistant", f"choice {index} begins without its role: {chunk}"
            read, calls = found.setdefault(index, (Choice(), {}))
            assert not (strict and read.finish), f"choice {index} goes on after its finish reason: {chunk}"
            read.text += delta.get("content") or ""
            read.reasoning += delta.get("reasoning_content") or delta.get("reasoning") or ""
            read.refusal += delta.get("refusal") or ""
            for call in delta.get("tool_calls") or []:
                custom, known = call.get("custom"), calls.setdefault(call.get("index", len(calls)), ["", "", "", False])
                function = {"name": custom.get("name"), "arguments": custom.get("input")} if custom else call.get("function") or {}
                known[3] = known[3] or bool(custom)
                known[0] = known[0] or call.get("id") or ""
                known[1] = known[1] or function.get("name") or ""
                known[2] += function.get("arguments") or ""
            read.finish = choice.get("finish_reason") or read.finish
    for _, (read, calls) in sorted(found.items()):
        for _, (identity, name, given, custom) in sorted(calls.items()):
            read.calls.append((name, {"input": given} if custom else arguments(given)))
            read.call_ids.append(identity)
        answer.choices.append(read)
    assert not (strict and len(names) > 1), f"one stream has several ids: {names}"
    return answer


def tokens(usage):
    """(all input, all output) as the client reads them."""
    return usage["prompt_tokens"], usage["completion_tokens"]


def read_error(body):
    error = body["error"]
    return error.get("type"), error.get("code"), error["message"]
