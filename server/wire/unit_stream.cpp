#include <server/wire/openai_usage.h>
#include <server/wire/unit_counts.h>
#include <server/wire/unit_fields.h>
#include <server/wire/unit_usage.h>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

} // namespace

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
