"""Gemini's generateContent."""

import json
import urllib.parse

from harness.dialects.neutral import Answer, Calls, CantExpress, Choice, Request

FINISH = {"STOP": "stop", "MAX_TOKENS": "length", "SAFETY": "content_filter", "RECITATION": "content_filter",
          "BLOCKLIST": "content_filter", "PROHIBITED_CONTENT": "content_filter", "SPII": "content_filter",
          "MALFORMED_FUNCTION_CALL": "error", "OTHER": "error"}
AUDIO = {"wav": "audio/wav", "mp3": "audio/mp3"}


def path(model, stream):
    return (f"/v1beta/models/{urllib.parse.quote(model, safe='')}:"
            + ("streamGenerateContent?alt=sse" if stream else "generateContent"))


def headers(key):
    return {"x-goog-api-key": key}


def _member(body, name):
    """Google takes camelCase and snake_case."""
    snake = "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)
    return body.get(name, body.get(snake))


def read_request(body):
    request, calls = Request(), Calls()
    system = _member(body, "systemInstruction")
    if system:
        request.system = "\n\n".join(part["text"] for part in system["parts"])
    for content in body["contents"]:
        parts = content["parts"] if isinstance(content["parts"], list) else [content["parts"]]
        role = "assistant" if content.get("role") == "model" else "user"
        request.add(role, *filter(None, (_part(part, calls, request) for part in parts)))
    for tool in body.get("tools") or []:
        declared = _member(tool, "functionDeclarations")
        if declared is None:
            request.unknown.append(", ".join(tool))
        for function in declared or []:
            schema = function.get("parameters") or _member(function, "parametersJsonSchema") or {}
            request.tools.append((function["name"], function.get("description", ""), schema))
    calling = _member(_member(body, "toolConfig") or {}, "functionCallingConfig")
    if calling:
        mode, allowed = calling["mode"].lower(), _member(calling, "allowedFunctionNames") or []
        request.tool_choice = (("named", allowed[0]) if mode == "any" and len(allowed) == 1 else
                               ({"any": "required"}.get(mode, mode),))
    config = _member(body, "generationConfig") or {}
    if _member(config, "responseMimeType") == "application/json":
        schema = _member(config, "responseJsonSchema") or _member(config, "responseSchema")
        request.format = ("schema", schema) if schema else ("json",)
    request.max_tokens, request.temperature = _member(config, "maxOutputTokens"), config.get("temperature")
    request.top_p, request.stop = _member(config, "topP"), _member(config, "stopSequences") or []
    request.choices = _member(config, "candidateCount") or 1
    if _member(body, "cachedContent"):
        request.unknown.append("cachedContent")
    return request


def _part(part, calls, request):
    if part.get("thought"):
        return None
    if "text" in part:
        return ("text", part["text"])
    inline = _member(part, "inlineData")
    if inline:
        media = _member(inline, "mimeType")
        if media.startswith("audio/"):
            return ("audio", media.removeprefix("audio/"), inline["data"])
        return ("image" if media.startswith("image/") else "file", media, inline["data"])
    call = _member(part, "functionCall")
    if call:
        return ("call", calls.made(call["name"], call.get("id")), call["name"], call.get("args") or {})
    result = _member(part, "functionResponse")
    if result:
        said = result["response"]
        text = said["result"] if set(said) == {"result"} and isinstance(said["result"], str) else json.dumps(said)
        return ("result", calls.answered(result.get("id"), result["name"]), text)
    file = _member(part, "fileData")
    if file and str(_member(file, "mimeType") or "image/").startswith("image/"):
        return ("image_url", _member(file, "fileUri"))
    request.unknown.append(", ".join(part))
    return None


def write_request(request):
    if request.unknown:
        raise CantExpress(", ".join(map(str, request.unknown)))
    names, contents = {}, []
    for role, parts in request.turns:
        for part in parts:
            if part[0] == "call":
                names[part[1]] = part[2]
        contents.append({"role": "model" if role == "assistant" else "user", "parts": [_written(part, names) for part in parts]})
    body, config = {"contents": contents}, {}
    if request.system:
        body["systemInstruction"] = {"parts": [{"text": request.system}]}
    if request.tools:
        body["tools"] = [{"functionDeclarations": [
            {"name": name, "description": description} | ({"parametersJsonSchema": schema} if schema.get("properties") else {})
            for name, description, schema in request.tools]}]
    if request.tool_choice:
        kind = request.tool_choice[0]
        calling = {"mode": {"required": "ANY", "named": "ANY"}.get(kind, kind.upper())}
        if kind == "named":
            calling["allowedFunctionNames"] = [request.tool_choice[1]]
        body["toolConfig"] = {"functionCallingConfig": calling}
    if request.format:
        config["responseMimeType"] = "application/json"
        if request.format[0] == "schema":
            config["responseJsonSchema"] = request.format[1]
    for name, value in (("maxOutputTokens", request.max_tokens), ("temperature", request.temperature), ("topP", request.top_p),
                        ("stopSequences", request.stop or None), ("candidateCount", request.choices if request.choices != 1 else None)):
        if value is not None:
            config[name] = value
    return body | ({"generationConfig": config} if config else {})


def _written(part, names):
    if part[0] == "text":
        return {"text": part[1]}
    if part[0] in ("image", "file"):
        return {"inlineData": {"mimeType": part[1], "data": part[2]}}
    if part[0] == "audio":
        return {"inlineData": {"mimeType": AUDIO.get(part[1], "audio/" + part[1]), "data": part[2]}}
    if part[0] == "image_url":
        return {"fileData": {"mimeType": "image/png" if part[1].endswith(".png") else "image/jpeg", "fileUri": part[1]}}
    if part[0] == "call":
        return {"functionCall": {"name": part[2], "args": part[3]}}
    return {"functionResponse": {"name": names.get(part[1], "?"), "response": {"result": part[2]}}}


def read_answer(body):
    return _gather([body])


def read_stream(events, strict=False):
    chunks = [json.loads(data) for _, data in events]
    if strict:
        for chunk in chunks[:-1]:
            for candidate in chunk.get("candidates") or []:
                assert not candidate.get("finishReason"), f"a finish reason before the last chunk: {candidate}"
    answer = _gather(chunks)
    answer.ended = any(choice.finish for choice in answer.choices)
    return answer


def _gather(chunks):
    answer, found = Answer(), {}
    for chunk in chunks:
        if chunk.get("error"):
            answer.error = chunk["error"]
        answer.id, answer.model = chunk.get("responseId") or answer.id, chunk.get("modelVersion") or answer.model
        answer.usage = chunk.get("usageMetadata") or answer.usage
        for candidate in chunk.get("candidates") or []:
            read = found.setdefault(candidate.get("index", 0), Choice())
            for part in (candidate.get("content") or {}).get("parts") or []:
                if "functionCall" in part:
                    call = part["functionCall"]
                    read.calls.append((call["name"], call.get("args") or {}))
                    read.call_ids.append(call.get("id"))
                elif part.get("thought"):
                    read.reasoning += part.get("text", "")
                else:
                    read.text += part.get("text", "")
            reason = candidate.get("finishReason")
            if reason:
                read.finish = "tool_calls" if reason == "STOP" and read.calls else FINISH.get(reason, reason)
        if (chunk.get("promptFeedback") or {}).get("blockReason"):
            found.setdefault(0, Choice()).finish = "content_filter"
    answer.choices = [choice for _, choice in sorted(found.items())]
    return answer


def tokens(usage):
    return (usage["promptTokenCount"] + (usage.get("toolUsePromptTokenCount") or 0),
            (usage.get("candidatesTokenCount") or 0) + (usage.get("thoughtsTokenCount") or 0))


def read_error(body):
    body = body[0] if isinstance(body, list) else body
    error = body["error"]
    assert isinstance(error["code"], int), error
    return error["status"], error["code"], error["message"]
