"""OpenAI's Node.js SDK on the Responses surface; see harness/node.py."""

from harness.node import main

main(__file__, models={"responses-here": "openai", "responses-at-deepseek": "deepseek", "responses-at-anthropic": "anthropic",
                       "responses-at-google": "google"})
