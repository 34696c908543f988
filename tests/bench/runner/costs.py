"""What a kind of call costs beside the plain one through the same Beaver: translated, kept, long, out of a large catalogue."""

from __future__ import annotations

import dataclasses

from .figures import calls, expect_whole, in_turn, rounds_of
from .report import Rows, Void
from .subjects import CLAUDE, BeaverSubject, Stage, Subject

MORE_ENDPOINTS = 63
MORE_MODELS = 500
PROMPT_BYTES = 400_000


@dataclasses.dataclass
class Variant:
    """A way to call a subject: options of the load generator."""
    label: str
    subject: Subject
    options: dict = dataclasses.field(default_factory=dict)


def _times(stage: Stage) -> dict:
    return {"warm_up_ms": 300, "ms": 1200} if stage.quick else {"warm_up_ms": 1000, "ms": 3500}


def _compare(stage: Stage, rows: Rows, figure: str, variants: list[Variant]) -> None:
    for round_ in rounds_of(stage, 5, 2):
        for variant in in_turn(variants, round_):
            calls(stage, rows, figure, variant.label, variant.subject, round_, **variant.options, **_times(stage))


def _ratio(rows: Rows, figure: str, name: str, one: str, other: str, reach: float | None, note: str = "") -> None:
    """The median CPU of `one` over that of `other`."""
    mine, theirs = (rows.median(figure, label, "cpu_us") for label in (one, other))
    rows.figure(name, mine / theirs, reach=reach, detail=f"{theirs:.1f} → {mine:.1f} µs{note}")


def translated(stage: Stage, rows: Rows) -> None:
    """OpenAI's chat for a model of Anthropic's, against one for a model of OpenAI's own."""
    if not stage.beaver:
        return
    own, foreign = Variant("own dialect", stage.beaver), Variant("translated", stage.beaver, {"model": CLAUDE})
    _compare(stage, rows, "translated", [own, foreign])
    _ratio(rows, "translated", "CPU per call, translated ÷ same dialect", foreign.label, own.label, reach=1.6)

    foreign.options["translated"] = 1
    shape = {"streams": 100, "interval_us": 20_000, "ramp_ms": 1_013, "chunks": 50 if stage.quick else 200}
    for round_ in rounds_of(stage, 5, 2):
        for variant in in_turn([own, foreign], round_):
            result = stage.load("streams", variant.subject, **variant.options, **shape)
            expect_whole(variant.subject, result)
            rows.add("translated chunks", variant.label, round_, cpu_us=result["subject_cpu"] / result["chunks"] * 1e6,
                     delay_p50_us=result["chunk_delay_us"]["p50"], delay_p99_us=result["chunk_delay_us"]["p99"])
    _ratio(rows, "translated chunks", "CPU per chunk, translated ÷ same dialect", foreign.label, own.label, reach=2)


def cache(stage: Stage, rows: Rows) -> None:
    """An answer out of the cache, against one that the upstream gives."""
    if not stage.beaver:
        return
    # The first call makes the answer; in all that follows the upstream must not be asked.
    proxied, kept = Variant("proxied", stage.beaver), Variant("cache hit", stage.beaver, {"cache": 1})
    calls(stage, rows, "cache", "first", kept.subject, 0, **kept.options, warm_up_ms=0, ms=200)
    for round_ in rounds_of(stage, 5, 2):
        for variant in in_turn([proxied, kept], round_):
            before = stage.upstream_calls()
            calls(stage, rows, "cache", variant.label, variant.subject, round_, **variant.options, **_times(stage))
            asked = stage.upstream_calls() - before
            if variant is kept and asked > 5:  # those of the round before that were under way
                raise Void(f"{asked} calls that the cache should have answered went to the upstream")
    _ratio(rows, "cache", "CPU per call, cache hit ÷ proxied", kept.label, proxied.label, reach=0.5)


def long_prompt(stage: Stage, rows: Rows) -> None:
    """A prompt as long as a small book, against nginx that keeps it in memory, too."""
    options = {"prompt_bytes": PROMPT_BYTES}
    _compare(stage, rows, "prompt", [Variant(subject.name, subject, options) for subject in stage.gateways()])
    if not stage.beaver:
        rows.figure("CPU per call with a prompt of 400 KB, nginx", rows.median("prompt", "nginx", "cpu_us"), "µs")
        return
    _ratio(rows, "prompt", "CPU per call with a prompt of 400 KB ÷ nginx", "beaver", "nginx", reach=3)


def large_catalogue(stage: Stage, rows: Rows) -> None:
    """64 endpoints that all serve the model and 500 models more, against what there is from the start."""
    if not stage.beaver:
        return
    full = stage.new_beaver("large catalogue")
    try:
        fill_catalogue(full, stage.upstream_base)
        _compare(stage, rows, "catalogue", [Variant("beaver", stage.beaver), Variant("large catalogue", full)])
    finally:
        full.beaver.close()
    _ratio(rows, "catalogue", f"CPU per call, {MORE_ENDPOINTS + 1} endpoints and {MORE_MODELS} models more ÷ without",
           "large catalogue", "beaver", reach=1.05)


def fill_catalogue(subject: BeaverSubject, upstream_base: str) -> None:
    for number in range(MORE_ENDPOINTS):
        subject.beaver.admin("POST", "/admin/endpoints", {
            "name": f"bench {number}", "provider": "openai", "base_url": f"{upstream_base}/v1",
            "credential": f"sk-bench-{number:04}", "models": ["*"]})
    for number in range(MORE_MODELS):
        subject.beaver.admin("POST", "/admin/models", {
            "id": f"bench-model-{number:03}", "provider": "openai", "list_prices": {"input": 0.15, "output": 0.6},
            "context_length": 128_000, "max_output_tokens": 16_384})
