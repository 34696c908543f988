"""The four chat dialects, read and written here a second time and in the plainest way: what the gateway translates is compared with
what these modules make of both sides. Each module has the same functions:

    path(model, stream), headers(key)     where a client calls, and with which credential
    read_request(body) → Request          write_request(request) → body, or CantExpress
    read_answer(body) → Answer            of a whole answer
    read_stream(events) → Answer          of [(event name, data)]; `strict` also checks the order that the dialect's owner keeps
    read_error(body) → (type, code, message)
"""

from harness.dialects import anthropic, gemini, openai_chat, responses
from harness.dialects.neutral import Answer, CantExpress, Choice, Request, events_of

SURFACES = {"chat": openai_chat, "responses": responses, "messages": anthropic, "gemini": gemini}

__all__ = ["SURFACES", "Answer", "CantExpress", "Choice", "Request", "anthropic", "events_of", "gemini", "openai_chat", "responses"]
