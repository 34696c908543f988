"""The figures of the table in README.md that compare with nginx or with an empty Beaver; costs.py has the others."""

from __future__ import annotations

import json
import pathlib
import threading
import time

from . import fill_database, system
from .report import Rows, Void
from .subjects import BeaverSubject, Stage, Subject


def rounds_of(stage: Stage, full: int, quick: int) -> range:
    return range(stage.options.rounds or (quick if stage.quick else full))


def in_turn(subjects: list[Subject], round_: int) -> list[Subject]:
    """Another one first in each round, so that none always runs after the same neighbour."""
    turn = round_ % len(subjects)
    return subjects[turn:] + subjects[:turn]


def calls(stage: Stage, rows: Rows, figure: str, label: str, subject: Subject, round_: int, **options) -> dict:
    result = stage.load("calls", subject, **options)
    if not result["calls"]:
        raise Void(f"no call was answered by {subject.name}")
    rows.add(figure, label, round_, calls_per_second=result["calls_per_second"],
             cpu_us=result["subject_cpu"] / result["calls"] * 1e6,
             upstream_cpu_us=result["upstream_cpu"] / result["calls"] * 1e6,
             load_cpu_us=result["cpu"]["self"] / result["calls"] * 1e6,
             p50_us=result["latency_us"]["p50"], p99_us=result["latency_us"]["p99"])
    return result


def cpu_per_call(stage: Stage, rows: Rows) -> None:
    times = {"warm_up_ms": 500, "ms": 1500} if stage.quick else {"warm_up_ms": 1000, "ms": 3500}
    for round_ in rounds_of(stage, 5, 2):
        for subject in in_turn([stage.direct, *stage.gateways()], round_):
            calls(stage, rows, "calls", subject.name, subject, round_, **times)
    median = lambda subject, metric: rows.median("calls", subject, metric)  # noqa: E731
    ceiling = median("direct", "calls_per_second")
    rows.figure("calls a second without a gateway (ceiling)", ceiling,
                detail=f"upstream {median('direct', 'upstream_cpu_us'):.1f} µs, load {median('direct', 'load_cpu_us'):.1f} µs "
                       "of CPU per call")
    rows.figure("CPU per call, nginx", median("nginx", "cpu_us"), "µs",
                detail=f"{median('nginx', 'calls_per_second'):,.0f} calls/s")
    if not stage.beaver:
        return
    speed = median("beaver", "calls_per_second")
    bound = "; bound by upstream and load, not by the gateway" if speed > 0.9 * ceiling else ""
    rows.figure("CPU per call, Beaver", median("beaver", "cpu_us"), "µs", detail=f"{speed:,.0f} calls/s{bound}")
    rows.figure("CPU per chat call ÷ nginx", median("beaver", "cpu_us") / median("nginx", "cpu_us"), reach=3.5, aim=2.5)


def cpu_per_chunk(stage: Stage, rows: Rows) -> None:
    # 5,000 chunks a second, the streams' clocks spread over the interval.
    shape = {"streams": 100, "interval_us": 20_000, "ramp_ms": 1_013, "chunks": 50 if stage.quick else 200}
    for round_ in rounds_of(stage, 5, 2):
        for subject in in_turn([stage.direct, *stage.gateways()], round_):
            result = stage.load("streams", subject, **shape)
            expect_whole(subject, result)
            rows.add("chunks", subject.name, round_, cpu_us=result["subject_cpu"] / result["chunks"] * 1e6,
                     upstream_cpu_us=result["upstream_cpu"] / result["chunks"] * 1e6,
                     first_chunk_p50_us=result["first_chunk_us"]["p50"], first_chunk_p99_us=result["first_chunk_us"]["p99"],
                     delay_p50_us=result["chunk_delay_us"]["p50"], delay_p99_us=result["chunk_delay_us"]["p99"])
    median = lambda subject, metric: rows.median("chunks", subject, metric)  # noqa: E731
    rows.figure("CPU per streamed chunk, nginx", median("nginx", "cpu_us"), "µs", detail="proxy_buffering off")
    if not stage.beaver:
        return
    rows.figure("CPU per streamed chunk, Beaver", median("beaver", "cpu_us"), "µs",
                detail="added to a chunk, p50 / p99: " + " / ".join(
                    f"{rows.paired('chunks', 'beaver', 'direct', f'delay_{p}_us', lambda a, b: a - b):.0f}" for p in ("p50", "p99"))
                + " µs; to the first one: " + " / ".join(
                    f"{rows.paired('chunks', 'beaver', 'direct', f'first_chunk_{p}_us', lambda a, b: a - b):.0f}"
                    for p in ("p50", "p99")) + " µs")
    rows.figure("CPU per streamed chunk ÷ nginx", median("beaver", "cpu_us") / median("nginx", "cpu_us"), reach=2.5)


def added_latency(stage: Stage, rows: Rows) -> None:
    shape = {"rate": 1000, "connections": 64, "warm_up_ms": 1000, "ms": 1500 if stage.quick else 6000}
    for round_ in rounds_of(stage, 5, 2):
        for subject in in_turn([stage.direct, *stage.gateways()], round_):
            calls(stage, rows, "latency", subject.name, subject, round_, **shape)
    for subject in stage.gateways():
        for percentile, reach in (("p50", 0.25), ("p99", 1.0)):
            added = rows.paired("latency", subject.name, "direct", f"{percentile}_us", lambda a, b: a - b) / 1000
            rows.figure(f"added latency at 1,000 calls/s, {percentile}, {subject.name}", added, "ms",
                        reach=reach if subject is stage.beaver else None,
                        detail=f"without a gateway {rows.median('latency', 'direct', f'{percentile}_us') / 1000:.3f} ms")


def idle_connections(stage: Stage, rows: Rows) -> None:
    if not stage.beaver:
        return
    times = {"warm_up_ms": 300, "ms": 1500} if stage.quick else {"warm_up_ms": 500, "ms": 3000}
    kept = []
    for round_ in rounds_of(stage, 4, 2):
        for idle in ((0, 5000) if round_ % 2 == 0 else (5000, 0)):
            holder = stage.start_load("idle", stage.beaver, path="/v1/models", connections=idle) if idle else None
            try:
                if holder and not (line := holder.stdout.readline()).startswith("holding"):
                    stage.checked("idle", stage.beaver, line, holder.stderr.read())
                calls(stage, rows, "idle", f"beaver with {idle} idle", stage.beaver, round_, **times)
            finally:
                if holder:
                    output, notes = holder.communicate(timeout=60)
                    kept.append(stage.checked("idle", stage.beaver, output, notes)["still_open"])
    if min(kept) < 5000:
        raise Void(f"only {min(kept)} of 5,000 idle connections were still open at the end")
    without, with_ = (rows.median("idle", f"beaver with {n} idle", "cpu_us") for n in (0, 5000))
    rows.figure("CPU per call with 5,000 idle connections ÷ without", with_ / without, reach=1.1,
                detail=f"{without:.1f} → {with_:.1f} µs")


def many_streams(stage: Stage, rows: Rows) -> None:
    streams, chunks = (1000, 6) if stage.quick else (2000, 15)
    for subject in stage.gateways():
        stage.load("calls", subject, ms=500, warm_up_ms=100)
        before = subject.resident_kb()
        process = stage.start_load("streams", subject, streams=streams, chunks=chunks, interval_us=1_000_000, ramp_ms=1000,
                                   limit_ms=(chunks + 30) * 1000)
        peak = _PeakMemory(subject)
        output, notes = process.communicate(timeout=chunks + 90)
        growth = (peak.stop() - before) / streams
        result = stage.checked("streams", subject, output, notes)
        damage = result["lost"] + result["reordered"] + result["altered"] + result["foreign"]
        rows.add("streams", subject.name, 0, lost=result["lost"], reordered=result["reordered"], altered=result["altered"],
                 foreign=result["foreign"], kb_per_stream=growth, delay_p99_us=result["chunk_delay_us"]["p99"],
                 cpu_us=result["subject_cpu"] / max(result["chunks"], 1) * 1e6)
        mine = subject is stage.beaver
        rows.figure(f"{streams:,} streams at once: chunks lost, reordered or altered, {subject.name}", damage,
                    reach=0 if mine else None,
                    detail=f"{result['chunks']:,} of {result['chunks_expected']:,}; without usage {result['without_usage']}, "
                           f"without [DONE] {result['without_done']}; delay p99 {result['chunk_delay_us']['p99'] / 1000:.2f} ms")
        rows.figure(f"memory per stream, {subject.name}", growth, "KB", reach=40 if mine else None)


def full_database(stage: Stage, rows: Rows) -> None:
    if not stage.beaver:
        return
    accounts = 20_000 if stage.quick else 100_000
    records = stage.options.records if stage.options.records is not None else 200_000 if stage.quick else 5_000_000
    filled: dict[str, float] = {}

    def fill(database: pathlib.Path) -> None:
        start = time.monotonic()
        fill_database.fill(database, accounts, records)
        filled["seconds"] = time.monotonic() - start
        filled["mb"] = database.stat().st_size / 1e6

    full = stage.new_beaver("full", fill)
    times = {"warm_up_ms": 500, "ms": 1500} if stage.quick else {"warm_up_ms": 1000, "ms": 3500}
    try:
        for round_ in rounds_of(stage, 5, 2):
            for subject in in_turn([stage.beaver, full], round_):
                calls(stage, rows, "database", subject.name, subject, round_, **times)
        started = _time_to_first_answer(full)
    finally:
        full.beaver.close()
    empty, much = (rows.median("database", name, "cpu_us") for name in ("beaver", "full"))
    rows.figure(f"CPU per call with {accounts:,} accounts and keys, {records:,} records ÷ empty", much / empty, reach=1.1,
                detail=f"{empty:.1f} → {much:.1f} µs; {filled['mb']:,.0f} MB filled in {filled['seconds']:.0f} s; "
                       f"starts in {started['seconds']:.2f} s with {started['mb']:.0f} MB")


def start(stage: Stage, rows: Rows) -> None:
    if not stage.beaver:
        return
    fresh = stage.new_beaver("fresh")
    try:
        for round_ in rounds_of(stage, 5, 3):
            measured = _time_to_first_answer(fresh)
            rows.add("start", "beaver", round_, seconds=measured["seconds"], resident_mb=measured["mb"],
                     listening_seconds=measured["listening"])
    finally:
        fresh.beaver.close()
    rows.figure("resident memory after start", rows.median("start", "beaver", "resident_mb"), "MB", reach=40)
    rows.figure("time from start to first answer", rows.median("start", "beaver", "seconds"), "s", reach=0.5,
                detail=f"listening after {rows.median('start', 'beaver', 'listening_seconds'):.3f} s")


def _time_to_first_answer(subject: BeaverSubject) -> dict[str, float]:
    """Restarts it, and asks for a whole chat call."""
    subject.beaver.terminate()
    start = time.monotonic()
    subject.beaver.start(deadline=120)
    listening = time.monotonic()
    answer = subject.beaver.chat(subject.keys[0])
    seconds = time.monotonic() - start
    if answer.status != 200:
        raise Void(f"the first answer was {answer.status}: {answer.body[:300]!r}")
    subject.restarted()
    return {"seconds": seconds, "listening": listening - start, "mb": subject.resident_kb() / 1024}


def expect_whole(subject: Subject, result: dict) -> None:
    damage = {name: result[name] for name in ("lost", "reordered", "altered", "foreign", "without_usage", "without_done")
              if result[name]}
    if damage:
        raise Void(f"streams of {subject.name} were damaged: {json.dumps(damage)}")


class _PeakMemory:
    """Looks at a subject's resident memory ten times a second until stopped."""

    def __init__(self, subject: Subject):
        self._subject, self._peak, self._over = subject, 0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self._peak = max(self._peak, system.resident_kb(self._subject.pids()))

    def stop(self) -> int:
        self._over.set()
        self._thread.join()
        return self._peak
