"""Anthropic's Node.js SDK; see harness/node.py."""

from harness.node import main

main(__file__, models={"claude-here": "anthropic", "claude-elsewhere": "openai", "claude-at-google": "google"})
