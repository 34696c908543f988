#include <server/relay/byte_stream.h>
#include <server/wire/unit_usage.h>

namespace beaver::relay {

namespace {

constexpr std::size_t mostMeasured = std::size_t{32} * 1024 * 1024;

} // namespace

ByteStream::ByteStream(const wire::UnitRequest &request, const providers::Attempt &attempt)
    : AnswerStream(request.inputTokens, {})
    , m_request(request)
    , m_attempt(&attempt)
{}

void ByteStream::feed(std::string_view bytes)
{
    if (bytes.empty() || m_error)
        return;
    if (m_events++ == 0) {
        // Any bytes could be audio; a page of text isn't.
        m_contentType = m_attempt->contentType();
        if (m_contentType.starts_with("text/") || m_contentType.starts_with("application/json") ||
            (m_request.format != "pcm" && bytes.starts_with('<'))) {
            m_error = wire::ProviderError{"The provider's answer is no audio.", {}, {}, {}};
            return;
        }
    }
    m_contentEvents = 1;
    m_finished = true; // as far as one can see: only the connection tells its end
    m_ready += bytes;
    m_tooLong |= m_audio.size() + bytes.size() > mostMeasured;
    if (m_tooLong)
        m_audio.clear();
    else
        m_audio += bytes;
}

wire::Usage ByteStream::usage(bool) const
{
    wire::Usage usage =
        wire::readUnitUsage(m_request, m_tooLong ? "-" : m_audio, m_contentType).value_or(wire::Usage());
    if (m_tooLong)
        usage[wire::Bucket::Seconds] = m_request.worst[wire::Bucket::Seconds];
    return usage;
}

} // namespace beaver::relay
