"""Anthropic's Python SDK pointed at a Beaver whose providers do what a prompt asks for."""

import anthropic

from harness.asked import AskedGateway

MODELS = {"claude-here": "anthropic", "claude-elsewhere": "openai", "claude-at-google": "google"}
WEATHER = {"name": "weather", "description": "The weather at a place",
           "input_schema": {"type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"]}}


def open_gateway(**options):
    return AskedGateway(MODELS, **options)


def client(gateway, **settings):
    settings = {"max_retries": 0, "timeout": 60, "api_key": gateway.account.key} | settings
    return anthropic.Anthropic(base_url=gateway.beaver.base, **settings)


def say(text, behaviour=None):
    """One user message; the provider does what `behaviour` says."""
    return [{"role": "user", "content": text + (f" [[do {behaviour}]]" if behaviour else "")}]


def text_of(message):
    return "".join(block.text for block in message.content if block.type == "text")


def calls_of(message):
    return [(block.name, block.input) for block in message.content if block.type == "tool_use"]
