"""Vercel's AI SDK; see harness/node.py."""

from harness.node import main

main(__file__, models={"ai-openai": "openai", "ai-anthropic": "anthropic", "ai-google": "google"})
