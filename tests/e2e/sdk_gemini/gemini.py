"""Google's GenAI SDK pointed at a Beaver whose providers do what a prompt asks for."""

from google import genai
from google.genai import types

from harness.asked import AskedGateway

MODELS = {"gemini-here": "google", "gemini-elsewhere": "openai", "gemini-at-anthropic": "anthropic"}


def open_gateway():
    return AskedGateway(MODELS)


def client(beaver, key, version="v1beta"):
    """Without a version the SDK takes `v1`."""
    return genai.Client(api_key=key, http_options=types.HttpOptions(
        base_url=beaver.base, api_version=version, timeout=60_000, retry_options=types.HttpRetryOptions(attempts=1)))


def says(behaviour, text="Hello"):
    return f"{text} [[do {behaviour}]]"
