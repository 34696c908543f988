#include <server/wire/openai_usage.h>
#include <server/wire/unit_audio.h>
#include <server/wire/unit_fields.h>
#include <server/wire/unit_usage.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <iterator>
#include <utility>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t mostUnits = 1'000'000'000;
constexpr std::int64_t pcmBytesPerSecond = 48'000; ///< OpenAI's `pcm`: 24 kHz, 16 bit, one channel

/// The first of the keys whose value is a believable count; −1: none is.
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

/// What the provider says it took, rounded half up to nano-USD; shown beside our own price, never charged.
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

/// Tokens as a `usage` object reports them, in the buckets that this kind of call has. Empty: no believable ones.
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

/// What is known without any report.
Usage countedInput(const UnitRequest &request)
{
    Usage usage;
    usage[Bucket::Input] = request.inputTokens;
    usage[Bucket::Requests] = 1;
    usage.estimated = !request.exactInput;
    return usage;
}

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

/// `{"usage": {"type": "tokens"}}` or `{"type": "duration", "seconds"}}`, or the `duration` of verbose JSON.
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
    if (!(seconds > 0 && seconds <= static_cast<double>(audio::longestMs / 1000)))
        return std::nullopt;
    Usage usage;
    usage[Bucket::Seconds] = pricedSeconds(std::llround(seconds * 1000));
    usage[Bucket::Requests] = 1;
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

void UnitStreamReader::frame(const SseFrame &frame)
{
    m_hidden = false;
    if (!frame.hasData)
        return;
    if (frame.data == "[DONE]") {
        m_done = true;
        m_finished = true;
        return;
    }
    dom::object event;
    if (parseJson(frame.data).get(event))
        return;
    if (presentMember(event, "error")) {
        m_failed = true;
        return;
    }
    const auto type = textMember(event, "type");
    if (type.empty())
        completion(event);
    else
        typed(type, event);
}

void UnitStreamReader::completion(dom::object event)
{
    dom::element object;
    if (!event["usage"].get(object)) {
        if (auto usage = usageFromOpenAi(object, {}))
            m_reported = usage;
    }
    dom::array choices;
    const bool none = event["choices"].get(choices) || choices.size() == 0;
    m_hidden = none && m_reported && !m_request.includeUsage;
    if (none)
        return;
    for (const dom::element choice : choices) {
        std::string_view text;
        if (!choice["text"].get(text) && !text.empty()) {
            m_text.add(text);
            m_content = true;
        }
        dom::element reason;
        m_finished = m_finished || (!choice["finish_reason"].get(reason) && !reason.is_null());
    }
}

void UnitStreamReader::typed(std::string_view type, dom::object event)
{
    if (type == "error") {
        m_failed = true;
        return;
    }
    m_content = true;
    if (type.ends_with(".partial_image"))
        ++m_partialImages;
    std::string_view text;
    if (type == "transcript.text.delta" && !event["delta"].get(text))
        m_text.add(text);
    const bool picture = type.starts_with("image") && type.ends_with(".completed");
    if (!picture && type != "speech.audio.done" && type != "transcript.text.done")
        return;
    m_finished = true;
    m_images += picture ? 1 : 0;
    dom::object object;
    if (m_request.kind == UnitKind::Transcription || m_request.kind == UnitKind::Translation) {
        m_reported = reportedTranscript(m_request, event);
    } else if (!event["usage"].get(object)) {
        m_reported = reportedTokens(m_request.kind, object);
        if (m_reported)
            m_reported->reportedCost = unitReportedCost(object);
    }
}

Usage UnitStreamReader::usage() const
{
    if (m_reported) {
        Usage usage = *m_reported;
        usage[Bucket::Images] = m_images;
        if (m_request.kind == UnitKind::Speech)
            usage[Bucket::Characters] = m_request.worst[Bucket::Characters];
        return usage;
    }
    Usage usage;
    if (!m_content)
        return usage;
    usage = countedInput(m_request);
    usage.estimated = true;
    switch (m_request.kind) {
    case UnitKind::Completion:
        usage[Bucket::Output] = m_text.tokens();
        break;
    case UnitKind::Speech:
        usage[Bucket::Characters] = m_request.worst[Bucket::Characters];
        usage[Bucket::Seconds] = m_request.worst[Bucket::Seconds];
        break;
    case UnitKind::Transcription:
    case UnitKind::Translation:
        usage[Bucket::Seconds] = m_request.worst[Bucket::Seconds];
        usage[Bucket::Output] = m_text.tokens();
        break;
    default:
        usage[Bucket::Images] = m_images;
        usage[Bucket::ImageOut] = m_partialImages * partialImageTokens;
        break;
    }
    return usage;
}

} // namespace beaver::wire
