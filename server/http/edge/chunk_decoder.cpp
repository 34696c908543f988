#include <server/http/edge/characters.h>
#include <server/http/edge/chunk_decoder.h>
#include <server/http/edge/head_parser.h>

#include <algorithm>

namespace beaver::http {

namespace {

constexpr int maxDigits = 15; // more can't be meant, and 60 bits can't overflow

} // namespace

ChunkDecoder::State ChunkDecoder::feed(std::string_view &bytes, std::string &body, std::size_t bodyLimit,
                                       const EdgeLimits &limits)
{
    while (!bytes.empty()) {
        if (m_step == Step::Data) {
            const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size()));
            body.append(bytes.substr(0, take));
            bytes.remove_prefix(take);
            m_left -= take;
            if (m_left == 0)
                m_step = Step::DataCr;
            continue;
        }
        m_refusal = take(bytes.front(), bodyLimit - body.size(), limits);
        if (m_refusal != Refusal::None)
            return State::Refused;
        bytes.remove_prefix(1);
        if (m_done)
            return State::Done;
    }
    return State::More;
}

Refusal ChunkDecoder::take(char c, std::size_t bodyRoom, const EdgeLimits &limits)
{
    switch (m_step) {
    case Step::Size:
        return takeSize(c, bodyRoom);
    case Step::Extension:
        return takeExtension(c, limits);
    case Step::SizeLf:
        m_step = m_left == 0 ? Step::TrailerLine : Step::Data;
        m_digits = 0;
        return c == '\n' ? Refusal::None : Refusal::BadChunk;
    case Step::DataCr:
        m_step = Step::DataLf;
        return c == '\r' ? Refusal::None : Refusal::BadChunk;
    case Step::DataLf:
        m_step = Step::Size;
        return c == '\n' ? Refusal::None : Refusal::BadChunk;
    case Step::TrailerLine:
    case Step::TrailerLf:
        return takeTrailer(c, limits);
    case Step::Data:
        break;
    }
    return Refusal::BadChunk;
}

Refusal ChunkDecoder::takeSize(char c, std::size_t bodyRoom)
{
    if (const int digit = hexDigit(c); digit >= 0) {
        m_left = m_left * 16 + static_cast<std::uint64_t>(digit);
        return ++m_digits > maxDigits ? Refusal::BadChunk : Refusal::None;
    }
    if (m_digits == 0 || (c != '\r' && c != ';'))
        return Refusal::BadChunk;
    if (m_left > bodyRoom)
        return Refusal::BodyTooLarge;
    m_step = c == ';' ? Step::Extension : Step::SizeLf;
    m_extension = 0;
    return Refusal::None;
}

Refusal ChunkDecoder::takeExtension(char c, const EdgeLimits &limits)
{
    if (c == '\r') {
        m_step = Step::SizeLf;
        return Refusal::None;
    }
    if ((isControl(c) && c != '\t') || static_cast<std::uint8_t>(c) >= 0x80)
        return Refusal::BadChunk;
    const bool tooLong = ++m_extension > limits.chunkExtension || ++m_extensions > limits.chunkExtensions;
    return tooLong ? Refusal::ChunkExtensionTooLong : Refusal::None;
}

Refusal ChunkDecoder::takeTrailer(char c, const EdgeLimits &limits)
{
    if (++m_trailers > limits.trailers)
        return Refusal::TrailersTooLarge;
    if (m_step == Step::TrailerLine) {
        if (c == '\r')
            m_step = Step::TrailerLf;
        else
            m_line.push_back(c);
        return Refusal::None;
    }
    m_step = Step::TrailerLine;
    if (c != '\n')
        return Refusal::BadTrailer;
    m_done = m_line.empty();
    const bool sound = m_done || readHeaderLine(m_line, nullptr) == Refusal::None;
    m_line.clear();
    return sound ? Refusal::None : Refusal::BadTrailer;
}

} // namespace beaver::http
