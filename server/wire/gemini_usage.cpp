#include <server/wire/events.h>
#include <server/wire/gemini_fields.h>
#include <server/wire/gemini_usage.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t mostGeminiTokens = 1'000'000'000;

/// -1 where the value is impossible.
std::int64_t geminiCount(dom::element value)
{
    std::int64_t number = 0;
    return value.is<std::int64_t>() && !value.get(number) && number >= 0 && number <= mostGeminiTokens ? number : -1;
}

/// Tokens of one modality in a list of details; 0 where it isn't told.
std::int64_t ofModality(const std::optional<dom::element> &details, std::string_view modality)
{
    dom::array list;
    if (!details || details->get(list))
        return 0;
    std::int64_t sum = 0;
    for (const dom::element element : list) {
        dom::object detail;
        if (element.get(detail) || geminiText(detail, "modality") != modality)
            continue;
        if (const auto count = geminiField(detail, "tokenCount"))
            sum += std::max<std::int64_t>(geminiCount(*count), 0);
    }
    return sum;
}

/// What one walk over the object finds; it is walked for each chunk of a stream.
struct GeminiCounts
{
    std::optional<std::int64_t> prompt;
    std::int64_t candidates = 0, cached = 0, thoughts = 0, toolUse = 0;
    std::optional<dom::element> promptDetails, cacheDetails, candidatesDetails;

    explicit GeminiCounts(dom::object metadata)
    {
        for (const auto [key, value] : metadata) {
            if (value.is_null())
                continue;
            if (isGeminiField(key, "promptTokenCount"))
                prompt = geminiCount(value);
            else if (isGeminiField(key, "candidatesTokenCount"))
                candidates = geminiCount(value);
            else if (isGeminiField(key, "cachedContentTokenCount"))
                cached = geminiCount(value);
            else if (isGeminiField(key, "thoughtsTokenCount"))
                thoughts = geminiCount(value);
            else if (isGeminiField(key, "toolUsePromptTokenCount"))
                toolUse = geminiCount(value);
            else if (isGeminiField(key, "promptTokensDetails"))
                promptDetails = value;
            else if (isGeminiField(key, "cacheTokensDetails"))
                cacheDetails = value;
            else if (isGeminiField(key, "candidatesTokensDetails"))
                candidatesDetails = value;
        }
    }
};

} // namespace

std::optional<Usage> usageFromGemini(dom::object metadata, bool finished)
{
    const GeminiCounts counts(metadata);
    if (counts.prompt.value_or(-1) < 0 || counts.candidates < 0)
        return std::nullopt;
    if (!finished && counts.candidates == 0 && counts.thoughts <= 0)
        return std::nullopt;

    Usage counted;
    std::int64_t left = *counts.prompt;
    // Whatever a part claims, the parts of a whole together are the whole.
    const auto take = [&left](std::int64_t part) {
        part = std::clamp<std::int64_t>(part, 0, left);
        left -= part;
        return part;
    };
    counted[Bucket::CachedRead] = take(counts.cached);
    counted[Bucket::AudioIn] =
        take(ofModality(counts.promptDetails, "AUDIO") - ofModality(counts.cacheDetails, "AUDIO"));
    counted[Bucket::Input] = left + std::max<std::int64_t>(counts.toolUse, 0);

    left = counts.candidates;
    counted[Bucket::AudioOut] = take(ofModality(counts.candidatesDetails, "AUDIO"));
    counted[Bucket::ImageOut] = take(ofModality(counts.candidatesDetails, "IMAGE"));
    counted[Bucket::Output] = left;
    counted[Bucket::Reasoning] = std::max<std::int64_t>(counts.thoughts, 0);
    counted[Bucket::Requests] = 1;
    return counted;
}

std::string geminiUsageJson(const AnswerTotals &totals)
{
    const Usage &usage = totals.usage;
    JsonWriter json;
    json.beginObject()
        .field("promptTokenCount", usage.inputTokens())
        .field("candidatesTokenCount", usage.outputTokens() - usage[Bucket::Reasoning])
        .field("totalTokenCount", usage.totalTokens());
    if (usage[Bucket::CachedRead] > 0)
        json.field("cachedContentTokenCount", usage[Bucket::CachedRead]);
    if (usage[Bucket::Reasoning] > 0)
        json.field("thoughtsTokenCount", usage[Bucket::Reasoning]);
    const auto details = [&json](std::string_view name, std::int64_t text, std::int64_t audio, std::int64_t image) {
        json.key(name).beginArray();
        const auto detail = [&json](std::string_view modality, std::int64_t tokens) {
            if (tokens > 0)
                json.beginObject().field("modality", modality).field("tokenCount", tokens).endObject();
        };
        detail("TEXT", text);
        detail("AUDIO", audio);
        detail("IMAGE", image);
        json.endArray();
    };
    const std::int64_t audioIn = usage[Bucket::AudioIn];
    const std::int64_t imageIn = usage[Bucket::ImageIn];
    details("promptTokensDetails", usage.inputTokens() - audioIn - imageIn, audioIn, imageIn);
    if (usage[Bucket::AudioOut] > 0 || usage[Bucket::ImageOut] > 0)
        details("candidatesTokensDetails", usage[Bucket::Output], usage[Bucket::AudioOut], usage[Bucket::ImageOut]);
    if (totals.cost)
        json.field("cost", *totals.cost);
    if (totals.balance)
        json.field("balance", *totals.balance);
    return json.endObject().take();
}

} // namespace beaver::wire
