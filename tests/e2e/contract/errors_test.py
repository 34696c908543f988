"""Every recorded refusal through every chat surface, in that surface's own form; and streams that break off."""

import json
import unittest

import exchanges
import replay
from harness import exchange
from harness.dialects import SURFACES
from harness.paths import FIXTURES
from harness.provider_errors import EXPECTED, RATE

# docs/wire_formats.md, "Error mapping": what each surface calls a status.
ANTHROPIC = {400: "invalid_request_error", 404: "not_found_error", 413: "request_too_large", 429: "rate_limit_error",
             502: "api_error", 503: "overloaded_error", 504: "timeout_error"}
GEMINI = {400: "INVALID_ARGUMENT", 404: "NOT_FOUND", 413: "INVALID_ARGUMENT", 429: "RESOURCE_EXHAUSTED", 502: "UNAVAILABLE",
          503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED"}
OPENAI = {400: "invalid_request_error", 404: "invalid_request_error", 413: "invalid_request_error", 429: "rate_limit_error",
          502: "server_error", 503: "server_error", 504: "server_error"}
# Organisations, teams and keys in the recorded refusals stand for those of whoever runs the gateway.
OPERATORS_IDS = ("00000000-0000-0000-0000-000000000000", "org-REDACTED", "0" * 64, "user_REDACTED", "sk-bad", "in***ey")
WAITS = {"openai/error_429_rpm_retry_after": 20, "litellm/error_429_no_deployments": 60, "perplexity/error_429_rate_limit": 1,
         "gemini/error_429_retry_info": 34.4}  # seconds that the provider names


def check_error(gateway, recorded, surface, model):
    replayed = replay.send(gateway, recorded, surface, model)
    answer, problems = replayed.answer, []
    status, code = EXPECTED[recorded.name]
    if answer.status != status:
        problems.append(f"status {answer.status} instead of {status}")
    try:
        said_type, said_code, message = SURFACES[surface].read_error(json.loads(answer.body))
    except (AssertionError, KeyError, ValueError, TypeError) as problem:
        return [*problems, f"not this surface's form ({problem!r}): {replay.short(answer.body.decode(errors='replace'))}"]
    should = {"messages": ANTHROPIC, "gemini": GEMINI}.get(surface, OPENAI).get(status)
    if said_type != should:
        problems.append(f"type {said_type} instead of {should}")
    if surface in ("chat", "responses") and code and said_code != code:
        problems.append(f"code {said_code} instead of {code}")
    if surface == "gemini" and said_code != status:
        problems.append(f"code {said_code} under status {status}")
    if not message:
        problems.append("no message")
    if surface == "messages" and json.loads(answer.body).get("request_id") != answer.headers.get("request-id", "missing"):
        problems.append(f"request_id {json.loads(answer.body).get('request_id')}, header {answer.headers.get('request-id')}")
    if "canary" in answer.body.decode(errors="replace"):
        problems.append("the answer shows our credential")
    if EXPECTED[recorded.name] == RATE and recorded.name in WAITS:
        waits = float(answer.headers.get("retry-after", "0"))
        if not WAITS[recorded.name] <= waits <= WAITS[recorded.name] + 1:
            problems.append(f"retry-after {answer.headers.get('retry-after')} instead of {WAITS[recorded.name]}")
    told = answer.body.decode(errors="replace") + json.dumps(gateway.receipt(answer), default=str)
    problems += [f"the operator's id {each} in answer or receipt" for each in OPERATORS_IDS if each in told]
    charged = gateway.beaver.charges(answer.headers.get("x-beaver-request-id") or answer.request_id)[1:]
    if charged != (0, 0):
        problems.append(f"entries and charge: {charged}")
    outcome = gateway.receipt(answer)["outcome"]
    if outcome != "upstream_error":
        problems.append(f"outcome {outcome}")
    return problems


def check_broken(gateway, recorded, surface, model):
    replayed = replay.send(gateway, recorded, surface, model)
    answer = replayed.answer
    if answer.status >= 429 and not any(choice.text for choice in recorded.answer().choices):
        return []  # the error came before any content, so it could still be told by a status
    if answer.status != 200:
        return [f"status {answer.status}: {replay.short(answer.body.decode(errors='replace'))}"]
    got, should = replay.read(surface, answer, strict=surface != recorded.dialect), recorded.answer()
    problems = []
    if got.ended and surface != recorded.dialect and should.error:
        problems.append("the stream ends as if it were whole")
    if not got.error:
        problems.append(f"no error came: {replay.short(answer.body.decode(errors='replace')[-500:])}")
    text = got.choices[0].text if got.choices else ""
    if text != (should.choices[0].text if should.choices else ""):
        problems.append(f"text {text!r} instead of {should.choices[0].text!r}")
    if "canary" in answer.body.decode(errors="replace"):
        problems.append("the answer shows our credential")
    receipt = gateway.receipt(answer)
    if receipt["outcome"] not in ("upstream_cut", "upstream_error"):
        problems.append(f"outcome {receipt['outcome']}")
    if text and not receipt["cost"] > 0:
        problems.append("what was delivered isn't charged")
    return problems


@unittest.skipUnless(FIXTURES.is_dir(), "the recorded exchanges aren't there; BEAVER_SHARED_DATA names their folder")
class Errors(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        # A provider's surface has a model, and with it an endpoint, of its own: an error may rest an endpoint for a while.
        recorded = {name: exchange.load(name) for name in exchanges.names("error")}
        lanes = {}
        for name, one in recorded.items():
            for surface in SURFACES:
                lanes.setdefault((f"{replay.model_of(one, surface='')}-{surface}", surface), []).append(name)
        models = {model: replay.MODELS[model.rpartition("-")[0]] for model, _ in lanes}
        cls.problems = {}
        with replay.AskedGateway(models) as gateway:
            def run(lane):
                model, surface = lane
                for name in lanes[lane]:
                    try:
                        cls.problems[name, surface] = check_error(gateway, recorded[name], surface, model)
                    except Exception as problem:  # noqa: BLE001
                        cls.problems[name, surface] = [repr(problem)]
                    gateway.rest_no_more(model)
                return []
            replay.in_parallel(run, lanes)
            cls.balance = gateway.beaver.balance(gateway.account.key)
            gateway.beaver.assert_balanced()

    def test_no_error_costs_anything(self):
        self.assertEqual((self.balance["balance"], self.balance["held"]), (100000, 0))


@unittest.skipUnless(FIXTURES.is_dir(), "the recorded exchanges aren't there; BEAVER_SHARED_DATA names their folder")
class Broken(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        recorded = {name: exchange.load(name) for name in exchanges.names("broken")}
        # Each has a model, and with it an endpoint, of its own: an error inside a stream may rest an endpoint, too.
        items = [(name, surface) for name in recorded for surface in SURFACES]
        models = {item: f"{replay.model_of(recorded[item[0]], item[1])}-broken{at}" for at, item in enumerate(items)}
        with replay.AskedGateway({model: replay.MODELS[model.rpartition("-")[0]] for model in models.values()}) as gateway:
            cls.problems = replay.in_parallel(
                lambda item: check_broken(gateway, recorded[item[0]], item[1], models[item]), items)
            gateway.beaver.assert_balanced()


def _add(case, name):
    def test(self):
        for surface in SURFACES:
            with self.subTest(surface):
                self.assertEqual([], self.problems.get((name, surface), ["not run"]))
    setattr(case, "test_" + name.replace("/", "_"), test)


for _name in exchanges.names("error"):
    _add(Errors, _name)
for _name in exchanges.names("broken"):
    _add(Broken, _name)


if __name__ == "__main__":
    unittest.main()
