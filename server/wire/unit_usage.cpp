#include <server/wire/json_scan.h>
#include <server/wire/openai_usage.h>
#include <server/wire/unit_audio.h>
#include <server/wire/unit_counts.h>
#include <server/wire/unit_usage.h>

#include <algorithm>
#include <iterator>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t pcmBytesPerSecond = 48'000; ///< OpenAI's `pcm`: 24 kHz, 16 bit, one channel

std::int64_t sizeOf(dom::object answer, std::string_view name)
{
    dom::array list;
    return answer[name].get(list) ? 0 : static_cast<std::int64_t>(std::distance(list.begin(), list.end()));
}

std::optional<Usage> tokenAnswer(const UnitRequest &request, dom::object answer, std::string_view list)
{
    if (sizeOf(answer, list) == 0)
        return std::nullopt;
    dom::object object;
    if (answer["usage"].get(object))
        return countedInput(request);
    Usage usage = reportedTokens(request.kind, object).value_or(countedInput(request));
    usage.reportedCost = unitReportedCost(object);
    return usage;
}

/// Cohere: `meta.billed_units`; Jina, Voyage and LiteLLM: `usage`, in tokens.
std::optional<Usage> rerankAnswer(const UnitRequest &request, dom::object answer)
{
    if (sizeOf(answer, "results") == 0 && sizeOf(answer, "data") == 0)
        return std::nullopt;
    dom::object billed;
    dom::object object;
    Usage usage;
    bool reported = false;
    if (!answer["usage"].get(object)) {
        const auto tokens = reportedTokens(request.kind, object);
        reported = tokens.has_value();
        usage = tokens.value_or(usage);
        usage.reportedCost = unitReportedCost(object);
    }
    if (!answer["meta"]["billed_units"].get(billed)) {
        const std::int64_t searches = reportedUnits(billed, {"search_units"});
        usage[Bucket::Searches] = std::max<std::int64_t>(searches, 0);
        const std::int64_t tokens = reportedUnits(billed, {"input_tokens", "total_tokens"});
        usage[Bucket::Input] = std::max(tokens, usage[Bucket::Input]);
        reported = reported || searches > 0 || tokens > 0;
    }
    if (!reported) {
        usage[Bucket::Input] = request.inputTokens;
        usage[Bucket::Searches] = request.worst[Bucket::Searches];
        usage.estimated = true;
    }
    usage[Bucket::Requests] = 1;
    return usage;
}

std::optional<Usage> imagesAnswer(const UnitRequest &request, dom::object answer)
{
    const std::int64_t images = sizeOf(answer, "data");
    if (images == 0)
        return std::nullopt;
    Usage usage;
    dom::object object;
    if (!answer["usage"].get(object)) {
        usage = reportedTokens(request.kind, object).value_or(usage);
        usage.reportedCost = unitReportedCost(object);
    }
    usage[Bucket::Images] = images;
    usage[Bucket::Requests] = 1;
    return usage;
}

Usage speechAnswer(const UnitRequest &request, std::string_view audio)
{
    Usage usage = countedInput(request);
    usage.estimated = true;
    usage[Bucket::Characters] = request.worst[Bucket::Characters];
    const auto ms = request.format == "pcm" ? audio::toMs(audio.size(), static_cast<std::uint64_t>(pcmBytesPerSecond))
                                            : audioMs(audio);
    usage[Bucket::Seconds] = ms ? pricedSeconds(*ms) : request.worst[Bucket::Seconds];
    return usage;
}

Usage countedTranscript(const UnitRequest &request)
{
    Usage usage;
    usage[Bucket::Seconds] = request.worst[Bucket::Seconds];
    usage[Bucket::Requests] = 1;
    usage.estimated = true;
    return usage;
}

std::optional<Usage> transcriptAnswer(const UnitRequest &request, std::string_view body)
{
    const bool plain = request.format == "text" || request.format == "srt" || request.format == "vtt";
    dom::object answer;
    if (plain && parseJson(body).get(answer))
        return countedTranscript(request);
    std::string_view text;
    if ((!plain && parseJson(body).get(answer)) || answer["text"].get(text))
        return std::nullopt;
    return reportedTranscript(request, answer).value_or(countedTranscript(request));
}

std::optional<Usage> completionAnswer(const UnitRequest &request, dom::object answer)
{
    dom::array choices;
    if (answer["choices"].get(choices) || choices.size() == 0)
        return std::nullopt;
    dom::element object;
    if (!answer["usage"].get(object)) {
        if (auto usage = usageFromOpenAi(object, {}))
            return usage;
    }
    Usage usage = countedInput(request);
    TokenEstimate written;
    for (const dom::element choice : choices) {
        std::string_view text;
        if (!choice["text"].get(text))
            written.add(text);
    }
    usage[Bucket::Output] = written.tokens();
    usage.estimated = true;
    return usage;
}

std::optional<Usage> streamedAnswer(const UnitRequest &request, std::string_view body)
{
    SseSplitter splitter(body.size() + 1);
    UnitStreamReader reader(request);
    splitter.feed(body);
    while (const auto frame = splitter.next())
        reader.frame(*frame);
    return reader.content() && !reader.failed() ? std::optional(reader.usage()) : std::nullopt;
}

} // namespace

std::optional<Usage> readUnitUsage(const UnitRequest &request, std::string_view answerBody,
                                   std::string_view answerContentType)
{
    if (answerContentType.starts_with("text/event-stream"))
        return streamedAnswer(request, answerBody);
    if (request.kind == UnitKind::Speech) {
        const bool audio = !answerBody.empty() && !answerContentType.starts_with("application/json");
        return audio ? std::optional(speechAnswer(request, answerBody)) : std::nullopt;
    }
    if (request.kind == UnitKind::Transcription || request.kind == UnitKind::Translation)
        return transcriptAnswer(request, answerBody);

    dom::object answer;
    if (parseJson(answerBody).get(answer))
        return std::nullopt;
    switch (request.kind) {
    case UnitKind::Embeddings:
        return tokenAnswer(request, answer, "data");
    case UnitKind::Moderations:
        return tokenAnswer(request, answer, "results");
    case UnitKind::Rerank:
        return rerankAnswer(request, answer);
    case UnitKind::Completion:
        return completionAnswer(request, answer);
    default:
        return imagesAnswer(request, answer);
    }
}

} // namespace beaver::wire
