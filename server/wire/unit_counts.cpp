#include <server/wire/codec_support.h>
#include <server/wire/unit_audio.h>
#include <server/wire/unit_counts.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t mostUnits = 1'000'000'000;

/// A part of `left`, which grows smaller by it: whatever the details claim, together they are the whole.
std::int64_t takePart(std::optional<dom::object> details, std::string_view name, std::int64_t &left)
{
    const std::int64_t part = details ? std::clamp<std::int64_t>(reportedUnits(*details, {name}), 0, left) : 0;
    left -= part;
    return part;
}

std::optional<dom::object> objectMember(dom::object object, std::initializer_list<std::string_view> keys)
{
    for (const auto name : keys) {
        dom::object found;
        if (!object[name].get(found))
            return found;
    }
    return std::nullopt;
}

} // namespace

std::int64_t reportedUnits(dom::object object, std::initializer_list<std::string_view> keys)
{
    for (const auto name : keys) {
        std::int64_t units = 0;
        const auto value = presentMember(object, name);
        if (value && value->is<std::int64_t>() && !value->get(units) && units >= 0 && units <= mostUnits)
            return units;
    }
    return -1;
}

std::optional<Money> unitReportedCost(dom::object usage)
{
    std::int64_t ticks = 0; // xAI: 1e-10 USD
    if (!usage["cost_in_usd_ticks"].get(ticks) && ticks >= 0 && ticks < mostUnits * 1000)
        return Money::fromNanoUsd((ticks + 5) / 10);
    double usd = 0;
    const bool stated = !usage["cost"].get(usd) || !usage["cost"]["total_cost"].get(usd);
    if (!stated || !(usd >= 0 && usd < 1e6))
        return std::nullopt;
    return Money::fromNanoUsd(std::llround(usd * 1e9));
}

std::optional<Usage> reportedTokens(UnitKind kind, dom::object object)
{
    std::int64_t in = reportedUnits(object, {"input_tokens", "prompt_tokens", "total_tokens"});
    std::int64_t out = std::max<std::int64_t>(reportedUnits(object, {"output_tokens", "completion_tokens"}), 0);
    if (in < 0 || in + out == 0)
        return std::nullopt;
    const auto inside = objectMember(object, {"input_tokens_details", "input_token_details", "prompt_tokens_details"});
    const auto outside =
        objectMember(object, {"output_tokens_details", "output_token_details", "completion_tokens_details"});
    Usage usage;
    usage[Bucket::CachedRead] = takePart(inside, "cached_tokens", in);
    usage[Bucket::ImageIn] = takePart(inside, "image_tokens", in);
    switch (kind) {
    case UnitKind::ImageGeneration:
    case UnitKind::ImageEdit:
    case UnitKind::ImageVariation:
        usage[Bucket::Output] = takePart(outside, "text_tokens", out);
        usage[Bucket::ImageOut] = out;
        break;
    case UnitKind::Speech:
        usage[Bucket::AudioOut] = out;
        break;
    case UnitKind::Transcription:
    case UnitKind::Translation: {
        std::int64_t text = in;
        usage[Bucket::AudioIn] = inside ? takePart(inside, "audio_tokens", text) : std::exchange(text, 0);
        in = text;
        usage[Bucket::Output] = out;
        break;
    }
    default: // embeddings, moderations, rerank: nothing comes out that is priced
        break;
    }
    usage[Bucket::Input] = in;
    usage[Bucket::Requests] = 1;
    return usage;
}

std::optional<Usage> reportedTranscript(const UnitRequest &request, dom::object answer)
{
    double seconds = 0;
    dom::object object;
    if (!answer["usage"].get(object)) {
        if (auto tokens = reportedTokens(request.kind, object)) {
            (*tokens)[Bucket::Seconds] = request.worst[Bucket::Seconds];
            tokens->reportedCost = unitReportedCost(object);
            return tokens;
        }
        if (object["seconds"].get(seconds))
            seconds = 0;
    }
    if (seconds == 0 && answer["duration"].get(seconds))
        return std::nullopt;
    if (!(seconds > 0 && seconds * 1000 <= static_cast<double>(audio::longestMs)))
        return std::nullopt;
    Usage usage;
    usage[Bucket::Seconds] = pricedSeconds(std::llround(seconds * 1000));
    usage[Bucket::Requests] = 1;
    return usage;
}

Usage countedInput(const UnitRequest &request)
{
    Usage usage;
    usage[Bucket::Input] = request.inputTokens;
    usage[Bucket::Requests] = 1;
    usage.estimated = !request.exactInput;
    return usage;
}

} // namespace beaver::wire
