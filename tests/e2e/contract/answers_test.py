"""Every recorded answer through every chat surface: what the client reads, what the upstream was asked, what is charged."""

import json
import unittest

import exchanges
import replay
from harness import exchange, fixtures
from harness.dialects import SURFACES, CantExpress, events_of
from harness.gateway import recomputed_cost
from harness.paths import FIXTURES

WORDS = {"stop", "length", "tool_calls", "content_filter"}  # finish reasons that every dialect has
INPUT = {"input", "cached_read", "cache_write_5m", "cache_write_1h", "audio_in", "image_in"}


def check(gateway, item):
    """Problems of one exchange on one surface."""
    recorded, surface = item
    try:
        replayed = replay.send(gateway, recorded, surface)
    except CantExpress:
        return []
    answer, problems = replayed.answer, []
    if answer.status != 200 or not answer.complete:
        return [f"status {answer.status}, complete: {answer.complete}: {replay.short(answer.body.decode(errors='replace'))}"]
    problems += check_request(replayed)
    try:
        got = replay.read(surface, answer, strict=surface != recorded.dialect)
    except AssertionError as problem:
        return [*problems, f"order of events: {replay.short(str(problem))}"]
    except (KeyError, ValueError, TypeError) as problem:
        return [*problems, f"unreadable: {problem!r} in {replay.short(answer.body.decode(errors='replace'), 1500)}"]
    problems += check_answer(recorded, surface, got)
    if surface == recorded.dialect and recorded.is_stream:
        problems += check_same_events(recorded, answer)
    return problems + check_receipt(gateway, replayed, got)


def check_answer(recorded, surface, got):
    expected, problems = recorded.answer(), []
    if surface in ("responses", "messages"):
        expected.choices = expected.choices[:1]
    if got.error and all(choice.finish in WORDS for choice in expected.choices):
        problems.append(f"an error came: {got.error}")
    if not got.ended and expected.ended:
        problems.append("the stream has no end")
    if len(got.choices) != len(expected.choices):
        return [*problems, f"{len(got.choices)} choices instead of {len(expected.choices)}"]
    for index, (is_, should) in enumerate(zip(got.choices, expected.choices)):
        where = f"choice {index}: "
        if (is_.text or is_.refusal) != (should.text or should.refusal):
            problems.append(f"{where}text {replay.short(is_.text or is_.refusal, 200)!r} "
                            f"instead of {replay.short(should.text or should.refusal, 200)!r}")
        if is_.calls != should.calls:
            problems.append(f"{where}calls {replay.short(is_.calls, 300)} instead of {replay.short(should.calls, 300)}")
        if is_.calls and (not all(is_.call_ids) or len(set(is_.call_ids)) != len(is_.calls)) and surface not in ("gemini", recorded.dialect):
            problems.append(f"{where}calls have the ids {is_.call_ids}")
        if should.finish in WORDS and not should.refusal and is_.finish != should.finish:
            problems.append(f"{where}finish {is_.finish} instead of {should.finish}")
        # Thinking goes to Anthropic's clients only with a signature that they can send back.
        if is_.reasoning != should.reasoning and not (surface == "messages" and is_.reasoning == ""):
            problems.append(f"{where}reasoning {replay.short(is_.reasoning, 120)!r} instead of {replay.short(should.reasoning, 120)!r}")
    return problems


def check_request(replayed):
    """What the provider was asked against what the client said, both in neutral form."""
    recorded = replayed.exchange
    if replayed.arrived is None:
        return ["the upstream got nothing"]
    said = SURFACES[replayed.surface].read_request(replayed.sent)
    heard = SURFACES[recorded.dialect].read_request(replayed.arrived)
    problems = []
    is_, should = heard.comparable(), said.comparable()
    if recorded.dialect == "messages" and should["temperature"]:
        should["temperature"] = min(should["temperature"], 1)
    for name in should:
        if is_[name] != should[name] and not (name == "stream" and "gemini" in (replayed.surface, recorded.dialect)):
            problems.append(f"request: {name} is {replay.short(is_[name], 400)} instead of {replay.short(should[name], 400)}")
    if said.max_tokens and heard.max_tokens != said.max_tokens:
        problems.append(f"request: the maximum is {heard.max_tokens} instead of {said.max_tokens}")
    return problems


def check_same_events(recorded, answer):
    """The same dialect on both sides: byte for byte, but for cost and balance in the last usage event (promise P11)."""
    asked = recorded.dialect != "chat" or ((recorded.request or {}).get("stream_options") or {}).get("include_usage", recorded.request is None)
    sent, came = recorded.events(), events_of(answer.body)
    if not asked:  # the provider was asked for usage all the same; it isn't the client's
        sent = [event for event in sent if not (event[1].startswith("{") and json.loads(event[1]).get("usage") and not json.loads(event[1])["choices"])]
        sent = [(name, _without_usage(data)) for name, data in sent]
    problems = []
    if len(sent) != len(came):
        problems.append(f"{len(came)} events instead of {len(sent)}")
    for number, (should, is_) in enumerate(zip(sent, came)):
        if should != is_ and _without_money(should[1]) != _without_money(is_[1]):
            problems.append(f"event {number}: {replay.short(is_[1], 300)} instead of {replay.short(should[1], 300)}")
            break
    return problems


def _without_usage(data):
    return data if '"usage"' not in data else json.dumps({name: value for name, value in json.loads(data).items() if name != "usage"})


def _without_money(data):
    try:
        event = json.loads(data)
    except ValueError:
        return data
    places = [event] + [event[name] for name in ("response", "message") if isinstance(event.get(name), dict)]
    for place in places:
        for name in ("usage", "usageMetadata"):
            if isinstance(place.get(name), dict):
                place[name] = {key: value for key, value in place[name].items() if key not in ("cost", "balance", "beaver_cost")}
    return event


def check_receipt(gateway, replayed, got):
    recorded = replayed.exchange
    receipt = gateway.receipt(replayed.answer)
    problems = []
    if receipt["outcome"] != "complete":
        problems.append(f"outcome {receipt['outcome']}")
    buckets, expected = fixtures.receipt_buckets(receipt), recorded.buckets()
    if expected and buckets != expected:
        problems.append(f"buckets {buckets} instead of {expected}")
    if receipt["cost"] != recomputed_cost(receipt):
        problems.append(f"charged {receipt['cost']}, its buckets come to {recomputed_cost(receipt)}")
    if gateway.beaver.charges(receipt["id"])[:2] != (1, 1):
        problems.append(f"records and entries: {gateway.beaver.charges(receipt['id'])}")
    if got.usage and replayed.surface != recorded.dialect:
        told = SURFACES[replayed.surface].tokens(got.usage)
        counted = (sum(tokens for kind, tokens in buckets.items() if kind in INPUT),
                   sum(tokens for kind, tokens in buckets.items() if kind not in INPUT))
        if told != counted:
            problems.append(f"the client is told {told} tokens, charged are {counted}")
    elif replayed.surface != recorded.dialect and recorded.buckets():
        problems.append("the client is told no usage")
    return problems


@unittest.skipUnless(FIXTURES.is_dir(), "the recorded exchanges aren't there; BEAVER_SHARED_DATA names their folder")
class Answers(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        with replay.open_gateway() as gateway:
            cls.recorded = {name: exchange.load(name) for name in exchanges.names("chat")}
            items = [(name, surface) for name in cls.recorded for surface in SURFACES]
            cls.problems = replay.in_parallel(lambda item: check(gateway, (cls.recorded[item[0]], item[1])), items)
            gateway.beaver.assert_balanced()


def _add(name):
    def test(self):
        for surface in SURFACES:
            with self.subTest(surface):
                self.assertEqual([], self.problems[name, surface])
    setattr(Answers, "test_" + name.replace("/", "_"), test)


for _name in exchanges.names("chat"):
    _add(_name)


if __name__ == "__main__":
    unittest.main()
