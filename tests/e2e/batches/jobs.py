"""Batches by OpenAI's Python SDK, and what their files say."""

import io
import json
import time

import openai

MODEL = "gpt-4o-mini"


def sdk(beaver, account):
    return openai.OpenAI(base_url=beaver.base + "/v1", api_key=account.key, max_retries=0, timeout=120)


def chat(number, text="Hello", **more):
    return {"custom_id": f"line-{number:03}", "method": "POST", "url": "/v1/chat/completions",
            "body": {"model": MODEL, "max_tokens": 50, "messages": [{"role": "user", "content": f"{text} {number}"}]} | more}


def upload(client, lines, purpose="batch"):
    content = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    return client.files.create(file=("lines.jsonl", io.BytesIO(content.encode())), purpose=purpose)


def begin(client, lines, endpoint="/v1/chat/completions", **more):
    return client.batches.create(input_file_id=upload(client, lines).id, endpoint=endpoint, completion_window="24h", **more)


def wait(client, batch, until=lambda batch: batch.status in ("completed", "failed", "expired", "cancelled"), deadline=180):
    end = time.monotonic() + deadline
    while not until(batch := client.batches.retrieve(batch.id)):
        if time.monotonic() > end:
            raise AssertionError(f"not within {deadline} s: {batch}")
        time.sleep(0.02)
    return batch


def lines_of(client, file_id):
    """custom_id → line, of a file of results; a name that stands twice is a failure."""
    found = {}
    for text in client.files.content(file_id).text.splitlines() if file_id else []:
        line = json.loads(text)
        if line["custom_id"] in found:
            raise AssertionError(f"{line['custom_id']} stands twice in {file_id}")
        found[line["custom_id"]] = line
    return found
