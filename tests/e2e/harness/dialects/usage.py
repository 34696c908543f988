"""Tokens by bucket from what a provider reported: docs/wire_formats.md, "Usage normalisation". Disjoint, zeros left out."""


def buckets(provider, dialect, usage):
    found = {"messages": _anthropic, "gemini": _gemini, "responses": _responses}.get(dialect, _chat)(provider, usage)
    return {kind: tokens for kind, tokens in found.items() if tokens}


def _count(usage, *names):
    for name in names:
        usage = (usage or {}).get(name)
    return usage or 0


def _chat(provider, usage):
    cached = _count(usage, "prompt_tokens_details", "cached_tokens") or _count(usage, "prompt_cache_hit_tokens")
    written = _count(usage, "prompt_tokens_details", "cache_write_tokens") or _count(usage, "cache_creation_input_tokens")
    audio, image = (_count(usage, "prompt_tokens_details", name) for name in ("audio_tokens", "image_tokens"))
    reasoning = _count(usage, "completion_tokens_details", "reasoning_tokens") or _count(usage, "reasoning_tokens")
    beside = provider == "xai"  # counts reasoning beside completion_tokens, the others within
    citations = _count(usage, "citation_tokens") if provider == "perplexity" else 0
    return {"input": usage["prompt_tokens"] - cached - written - audio - image + citations, "cached_read": cached,
            "cache_write_5m": written, "audio_in": audio, "image_in": image,
            "output": usage["completion_tokens"] - (0 if beside else reasoning), "reasoning": reasoning}


def _responses(provider, usage):
    cached = _count(usage, "input_tokens_details", "cached_tokens")
    written = _count(usage, "input_tokens_details", "cache_write_tokens")
    reasoning = _count(usage, "output_tokens_details", "reasoning_tokens")
    return {"input": usage["input_tokens"] - cached - written, "cached_read": cached, "cache_write_5m": written,
            "output": usage["output_tokens"] - reasoning, "reasoning": reasoning}


def _anthropic(provider, usage):
    hour = _count(usage, "cache_creation", "ephemeral_1h_input_tokens")
    thinking = _count(usage, "output_tokens_details", "thinking_tokens")
    return {"input": _count(usage, "input_tokens"), "cached_read": _count(usage, "cache_read_input_tokens"),
            "cache_write_5m": _count(usage, "cache_creation_input_tokens") - hour, "cache_write_1h": hour,
            "output": _count(usage, "output_tokens") - thinking, "reasoning": thinking}


def _gemini(provider, usage):
    def of(details, modality):
        return sum(_count(detail, "tokenCount") for detail in usage.get(details) or [] if detail["modality"] == modality)

    cached = _count(usage, "cachedContentTokenCount")
    audio = of("promptTokensDetails", "AUDIO") - of("cacheTokensDetails", "AUDIO")
    spoken, drawn = of("candidatesTokensDetails", "AUDIO"), of("candidatesTokensDetails", "IMAGE")
    return {"input": usage["promptTokenCount"] - cached - audio + _count(usage, "toolUsePromptTokenCount"),
            "cached_read": cached, "audio_in": audio, "output": _count(usage, "candidatesTokenCount") - spoken - drawn,
            "audio_out": spoken, "image_out": drawn, "reasoning": _count(usage, "thoughtsTokenCount")}
