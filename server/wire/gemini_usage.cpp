#include <server/wire/events.h>
#include <server/wire/gemini_fields.h>
#include <server/wire/gemini_usage.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t mostGeminiTokens = 1'000'000'000;

/// -1 where the field says something impossible.
std::int64_t geminiCount(dom::object object, std::string_view name)
{
    const auto value = geminiField(object, name);
    if (!value)
        return 0;
    std::int64_t number = 0;
    return value->is<std::int64_t>() && !value->get(number) && number >= 0 && number <= mostGeminiTokens ? number : -1;
}

/// Tokens of one modality in a list of details; 0 where it isn't told.
std::int64_t ofModality(dom::object metadata, std::string_view details, std::string_view modality)
{
    const auto value = geminiField(metadata, details);
    dom::array list;
    if (!value || value->get(list))
        return 0;
    std::int64_t sum = 0;
    for (const dom::element element : list) {
        dom::object detail;
        if (!element.get(detail) && geminiText(detail, "modality") == modality)
            sum += std::max<std::int64_t>(geminiCount(detail, "tokenCount"), 0);
    }
    return sum;
}

} // namespace

std::optional<Usage> usageFromGemini(dom::object metadata)
{
    const std::int64_t prompt = geminiCount(metadata, "promptTokenCount");
    const std::int64_t candidates = geminiCount(metadata, "candidatesTokenCount");
    if (prompt < 0 || candidates < 0 || !geminiField(metadata, "promptTokenCount"))
        return std::nullopt;
    const auto beside = [&](std::string_view name) { return std::max<std::int64_t>(geminiCount(metadata, name), 0); };

    Usage counted;
    std::int64_t left = prompt;
    // Whatever a part claims, the parts of a whole together are the whole.
    const auto take = [&left](std::int64_t part) {
        part = std::clamp<std::int64_t>(part, 0, left);
        left -= part;
        return part;
    };
    counted[Bucket::CachedRead] = take(beside("cachedContentTokenCount"));
    counted[Bucket::AudioIn] = take(ofModality(metadata, "promptTokensDetails", "AUDIO") -
                                    ofModality(metadata, "cacheTokensDetails", "AUDIO"));
    counted[Bucket::Input] = left + beside("toolUsePromptTokenCount");

    left = candidates;
    counted[Bucket::AudioOut] = take(ofModality(metadata, "candidatesTokensDetails", "AUDIO"));
    counted[Bucket::ImageOut] = take(ofModality(metadata, "candidatesTokensDetails", "IMAGE"));
    counted[Bucket::Output] = left;
    counted[Bucket::Reasoning] = beside("thoughtsTokenCount");
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
