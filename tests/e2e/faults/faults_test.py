"""Every fault of a provider through every pair of dialects: what the client sees, what is charged, and that nobody else is slowed.

BEAVER_E2E_FAULTS=all sends the rows of faults.txt that say `one` through all pairs too.
"""

import concurrent.futures
import dataclasses
import decimal
import json
import os
import pathlib
import statistics
import threading
import time
import traceback
import unittest

from harness.asked import AskedGateway, read
from harness.dialects import SURFACES

PROVIDERS = {"chat": "openai", "responses": "openai:responses", "messages": "anthropic", "gemini": "google"}  # by their dialect
# Long enough for what is sound to come in time on a busy machine: what begins must be seen to have begun.
SHORT = {"connect_ms": 1500, "first_byte_ms": 1500, "silence_ms": 600, "whole_ms": 2500}
ONE = (("chat", "chat"), ("messages", "chat"))
EVERYTHING = os.environ.get("BEAVER_E2E_FAULTS") == "all"
LANES = 8  # at once
TEXT = " ".join(f"w{number}" for number in range(16))
BLAMES = {400, 401, 402, 404, 405, 409, 413, 415, 422}  # statuses that tell the client that it did wrong
DEAREST = decimal.Decimal("0.02")  # what such an answer costs at most, whatever is said of its tokens


@dataclasses.dataclass(frozen=True)
class Fault:
    behaviour: str
    whole: str
    stream: str
    pairs: str


def faults():
    table = pathlib.Path(__file__).with_name("faults.txt").read_text().splitlines()
    return [Fault(*line.split()) for line in table if line and not line.startswith("#")]


def provider_of(lane):
    surface, dialect, _ = lane
    # OpenAI knows a Responses client's dialect; DeepSeek's chat is the same without it.
    return "deepseek" if (surface, dialect) == ("responses", "chat") else PROVIDERS[dialect]


def name_of(fault):
    return "".join(letter if letter.isalnum() else "_" for letter in fault.behaviour)


class Observed:
    """One call and what came of it."""

    def __init__(self, gateway, surface, dialect, fault, stream, model):
        self.gateway, self.surface, self.dialect, self.behaviour = gateway, surface, dialect, fault.behaviour
        self.expected_text = " ".join(f"w{number}" for number in range(4)) if "tokens=4" in fault.behaviour else TEXT
        self.answer = gateway.call(surface, gateway.request(surface, model, fault.behaviour, stream), stream, model)

    def problems(self, outcome):
        """Empty if it is this outcome."""
        return getattr(self, outcome)()

    def charge(self):
        records, _, nano = self.gateway.beaver.charges(self.answer.headers.get("x-beaver-request-id") or self.answer.request_id)
        return records, decimal.Decimal(nano) / 10 ** 9

    def receipt(self):
        return self.gateway.receipt(self.answer)

    def failed(self):
        found = []
        if self.answer.status < 400 or self.answer.status in BLAMES:
            return [f"status {self.answer.status}: {self.shown()}"]
        try:
            _, _, message = SURFACES[self.surface].read_error(json.loads(self.answer.body))
            if not message:
                found.append("no message")
        except (AssertionError, KeyError, TypeError, ValueError) as problem:
            found.append(f"not this surface's error form ({problem!r}): {self.shown()}")
        if self.charge()[1] != 0:
            found.append(f"charged {self.charge()[1]}")
        outcome = self.receipt()["outcome"]
        if outcome not in ("upstream_error", "refused"):
            found.append(f"outcome {outcome}")
        return found + self.secrets()

    def whole_answer(self):
        if self.answer.status != 200 or not self.answer.complete:
            return [f"status {self.answer.status}, complete: {self.answer.complete}: {self.shown()}"]
        try:
            got = read(self.surface, self.answer, strict=self.surface != self.dialect)
        except (AssertionError, KeyError, TypeError, ValueError) as problem:
            return [f"unreadable ({problem!r}): {self.shown()}"]
        finished = got.ended or (self.surface == self.dialect and got.choices and got.choices[0].finish)  # what came is passed on
        if got.error or not finished:
            return [f"error {got.error}, ended: {got.ended}: {self.shown()}"]
        text = got.choices[0].text if got.choices else ""
        # Gemini has no end marker, so that what comes after the end belongs to the answer.
        more = self.dialect == "gemini" and "after-done" in self.behaviour and text.startswith(self.expected_text)
        if text != self.expected_text and not more and not text.startswith("bbb"):
            return [f"text {text[:200]!r}"]
        outcome = self.receipt()["outcome"]
        return ([] if outcome == "complete" else [f"outcome {outcome}"]) + self.secrets()

    def ok(self):
        found = self.whole_answer()
        if not found:
            buckets = {bucket["kind"]: bucket["tokens"] for bucket in self.receipt()["buckets"] if bucket["kind"] in ("input", "output")}
            if buckets.get("input") != 12:
                found.append(f"buckets {buckets}")
        return found

    def sane(self):
        found = self.whole_answer()
        if not found and not 0 <= self.charge()[1] <= DEAREST:
            found.append(f"charged {self.charge()[1]}")
        return found

    def cut(self):
        if self.answer.status != 200:
            return [f"status {self.answer.status}: {self.shown()}"]
        try:
            got = read(self.surface, self.answer, strict=self.surface != self.dialect)
        except (AssertionError, KeyError, TypeError, ValueError) as problem:
            return [f"unreadable ({problem!r}): {self.shown()}"]
        found, text = [], got.choices[0].text if got.choices else ""
        if not got.error:
            found.append(f"no error was told: {self.shown()}")
        if got.ended and self.surface != "responses":  # its end may say `failed`
            found.append(f"the stream ends as if it were whole: {self.shown()}")
        if not self.expected_text.startswith(text):
            found.append(f"text {text!r}")
        receipt = self.receipt()
        if receipt["outcome"] not in ("upstream_cut", "upstream_error"):
            found.append(f"outcome {receipt['outcome']}")
        if bool(text) != (receipt["cost"] > 0):
            found.append(f"charged {receipt['cost']} for {text!r}")
        return found + self.secrets()

    def empty(self):
        if self.answer.status != 200:
            return self.failed()
        found = []
        # A Responses provider says "completed", and what it used: that is an answer, if an empty one.
        if self.charge()[1] > 0 and self.dialect != "responses":
            found.append(f"charged {self.charge()[1]}")
        got = read(self.surface, self.answer)
        if "".join(choice.text for choice in got.choices):
            found.append(f"text: {self.shown()}")
        return found

    def secrets(self):
        return ["our credential shows"] if b"canary" in self.answer.body else []

    def shown(self):
        text = self.answer.body.decode(errors="replace")
        return text if len(text) < 500 else text[:200] + " … " + text[-300:]


class Neighbour:
    """Somebody whose provider is sound, all the time while others' fail."""

    def __init__(self, gateway):
        self._gateway, self._stop, self.took, self.wrong = gateway, threading.Event(), [], []
        self._thread = threading.Thread(target=self._run)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    def _run(self):
        body = self._gateway.request("chat", "neighbour", "ok;tokens=4")
        while not self._stop.wait(0.05):
            began = time.monotonic()
            answer = self._gateway.call("chat", body)
            self.took.append(time.monotonic() - began)
            if answer.status != 200:
                self.wrong.append((answer.status, answer.body[:300]))


class Faults(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        pairs = [(surface, dialect) for surface in SURFACES for dialect in PROVIDERS]
        lanes = [(surface, dialect, stream) for surface, dialect in pairs for stream in (False, True)]
        model = lambda lane, short: f"fault-{lane[0]}-{lane[1]}-{'stream' if lane[2] else 'whole'}{'-short' if short else ''}"  # noqa: E731
        cls.found = {}  # (behaviour, lane) → problems by outcome
        with AskedGateway({"neighbour": "openai"}
                          | {model(lane, short): provider_of(lane) for lane in lanes for short in (False, True)},
                          BEAVER_HEALTH_INTERVAL_S="0") as gateway:
            for lane in lanes:
                gateway.beaver.admin("PATCH", f"/admin/endpoints/{gateway.endpoints[model(lane, True)]}", {"timeouts": SHORT})

            def run(lane):
                surface, dialect, stream = lane
                for fault in faults():
                    outcomes = fault.stream if stream else fault.whole
                    if outcomes == "-" or (fault.pairs == "one" and not EVERYTHING and (surface, dialect) not in ONE):
                        continue
                    asked = model(lane, fault.pairs == "short")
                    try:
                        observed = Observed(gateway, surface, dialect, fault, stream, asked)
                        tried = {outcome: observed.problems(outcome) for outcome in outcomes.split("|")}
                        cls.found[fault.behaviour, lane] = [] if not all(tried.values()) else [tried]
                    except Exception:  # noqa: BLE001
                        cls.found[fault.behaviour, lane] = [traceback.format_exc(limit=3)]
                    gateway.rest_no_more(asked)  # the next fault meets an endpoint that nothing is held against

            with Neighbour(gateway) as neighbour, concurrent.futures.ThreadPoolExecutor(LANES) as pool:
                for lane in pool.map(run, lanes):
                    pass
            cls.neighbour = neighbour
            cls.trapped = gateway.upstream.stats(1)["trap_hits"]
            gateway.beaver.assert_balanced()

    def test_nobody_else_is_slowed(self):
        self.assertEqual(self.neighbour.wrong, [])
        self.assertGreater(len(self.neighbour.took), 20)
        took = sorted(self.neighbour.took)
        # Whoever had to wait for another's provider would wait for its limits.
        self.assertLess(statistics.median(took), SHORT["silence_ms"] / 1000)
        self.assertLess(took[int(len(took) * 0.95)], SHORT["whole_ms"] / 1000)

    def test_no_credential_follows_a_redirect(self):
        self.assertEqual(self.trapped, 0)


def _add(fault):
    def test(self):
        for (behaviour, lane), problems in self.found.items():
            if behaviour == fault.behaviour:
                surface, dialect, stream = lane
                with self.subTest(f"{surface} client, {dialect} provider, {'stream' if stream else 'whole'}"):
                    self.assertEqual([], problems)
    setattr(Faults, f"test_{name_of(fault)}", test)


for _fault in faults():
    _add(_fault)


if __name__ == "__main__":
    unittest.main()
