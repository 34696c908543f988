#include <server/http/websocket/frame_reader.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace beaver::http {

namespace {

constexpr std::uint8_t finalBit = 0x80;
constexpr std::uint8_t reservedBits = 0x70;
constexpr std::uint8_t maskBit = 0x80;

/// Bytes of the head, as far as its first two say.
std::size_t headLength(std::uint8_t second)
{
    const std::uint8_t length = second & 0x7f;
    return 2 + (length == 126 ? 2u : length == 127 ? 8u : 0u) + ((second & maskBit) != 0 ? 4u : 0u);
}

std::uint64_t bigEndian(const std::uint8_t *from, std::size_t bytes)
{
    std::uint64_t number = 0;
    for (std::size_t at = 0; at < bytes; ++at)
        number = number << 8 | from[at];
    return number;
}

/// Appends `bytes` without their mask, which begins at `maskAt`.
void appendUnmasked(std::string &to, std::string_view bytes, const std::array<std::uint8_t, 4> &mask,
                    std::size_t maskAt)
{
    const std::size_t begin = to.size();
    to.append(bytes);
    std::array<std::uint8_t, 8> pattern{};
    for (std::size_t at = 0; at < pattern.size(); ++at)
        pattern[at] = mask[(maskAt + at) % mask.size()];
    char *at = to.data() + begin;
    char *const end = to.data() + to.size();
    std::uint64_t word = 0;
    std::uint64_t key = 0;
    std::memcpy(&key, pattern.data(), sizeof key);
    for (; end - at >= static_cast<std::ptrdiff_t>(sizeof word); at += sizeof word) {
        std::memcpy(&word, at, sizeof word);
        word ^= key;
        std::memcpy(at, &word, sizeof word);
    }
    for (std::size_t k = 0; at != end; ++at, ++k)
        *at = static_cast<char>(static_cast<std::uint8_t>(*at) ^ pattern[k]);
}

} // namespace

FrameReader::Event FrameReader::feed(std::string_view &bytes)
{
    if (m_event == Event::Close || m_event == Event::Broken) {
        bytes = {};
        return m_event;
    }
    m_event = Event::None;
    while (!bytes.empty() && m_event == Event::None) {
        if (!m_headComplete && !takeHead(bytes))
            break; // it isn't whole, or is refused
        m_event = takePayload(bytes);
    }
    return m_event;
}

/// True: the head is whole and sound; its payload follows.
bool FrameReader::takeHead(std::string_view &bytes)
{
    std::size_t whole = m_headSize < 2 ? 2 : headLength(m_head[1]);
    while (m_headSize < whole) {
        if (bytes.empty())
            return false;
        const std::size_t count = std::min(whole - m_headSize, bytes.size());
        std::memcpy(m_head.data() + m_headSize, bytes.data(), count);
        m_headSize += count;
        bytes.remove_prefix(count);
        if (m_headSize == 2) {
            if (!checkHead())
                return false;
            whole = headLength(m_head[1]);
        }
    }
    const std::uint8_t length = m_head[1] & 0x7f;
    const std::size_t extended = length == 126 ? 2 : length == 127 ? 8 : 0;
    m_left = extended == 0 ? length : bigEndian(m_head.data() + 2, extended);
    if ((extended == 2 && m_left < 126) || (extended == 8 && (m_left <= 0xffff || m_left >> 63 != 0))) {
        m_event = broken(CloseCode::ProtocolError, "The length isn't in its shortest form.");
        return false;
    }
    if (!isControl() && m_left > m_longest - m_message.size()) {
        m_event = broken(CloseCode::MessageTooBig, "The message is too long.");
        return false;
    }
    std::copy_n(m_head.data() + 2 + extended, m_mask.size(), m_mask.data());
    m_maskAt = 0;
    m_headComplete = true;
    if (isControl())
        m_control.clear();
    return true;
}

/// What the first two bytes show.
bool FrameReader::checkHead()
{
    const std::uint8_t first = m_head[0];
    const std::uint8_t second = m_head[1];
    m_final = (first & finalBit) != 0;
    m_opcode = static_cast<Opcode>(first & 0x0f);
    const auto refuse = [this](CloseCode code, std::string_view why) {
        m_event = broken(code, why);
        return false;
    };
    if ((first & reservedBits) != 0)
        return refuse(CloseCode::ProtocolError, "A reserved bit is set; no extension was agreed on.");
    switch (m_opcode) {
    case Opcode::Continuation:
        if (!m_inMessage)
            return refuse(CloseCode::ProtocolError, "A continuation without a beginning.");
        break;
    case Opcode::Text:
    case Opcode::Binary:
        if (m_inMessage)
            return refuse(CloseCode::ProtocolError, "A new message inside another.");
        if (m_opcode == Opcode::Binary)
            return refuse(CloseCode::UnsupportedData, "Only text messages are taken.");
        break;
    case Opcode::Close:
    case Opcode::Ping:
    case Opcode::Pong:
        if (!m_final)
            return refuse(CloseCode::ProtocolError, "A control frame in fragments.");
        if ((second & 0x7f) > longestControlPayload)
            return refuse(CloseCode::ProtocolError, "A control frame is too long.");
        break;
    default:
        return refuse(CloseCode::ProtocolError, "An unknown opcode.");
    }
    if ((second & maskBit) == 0)
        return refuse(CloseCode::ProtocolError, "A client's frame must be masked.");
    return true;
}

FrameReader::Event FrameReader::takePayload(std::string_view &bytes)
{
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size()));
    std::string &to = isControl() ? m_control : m_message;
    const std::size_t before = to.size();
    appendUnmasked(to, bytes.substr(0, count), m_mask, m_maskAt);
    m_maskAt = (m_maskAt + count) % m_mask.size();
    m_left -= count;
    bytes.remove_prefix(count);
    m_inMessage |= !isControl();
    if (!isControl() && !m_utf8.feed(std::string_view(m_message).substr(before)))
        return broken(CloseCode::InvalidText, "The text isn't UTF-8.");
    return m_left > 0 ? Event::None : endFrame();
}

FrameReader::Event FrameReader::endFrame()
{
    m_headSize = 0;
    m_headComplete = false;
    switch (m_opcode) {
    case Opcode::Close:
        return endClose();
    case Opcode::Ping:
        return Event::Ping;
    case Opcode::Pong:
        return Event::Pong;
    default:
        break;
    }
    if (!m_final)
        return Event::None;
    if (!m_utf8.complete())
        return broken(CloseCode::InvalidText, "The text ends inside a character.");
    m_inMessage = false;
    return Event::Text;
}

FrameReader::Event FrameReader::endClose()
{
    if (m_control.empty()) {
        m_control.assign(2, '\0'); // where a code would stand
        m_closeCode = CloseCode::NoStatus;
        return Event::Close;
    }
    if (m_control.size() < 2)
        return broken(CloseCode::ProtocolError, "A close code of one byte.");
    const auto code = static_cast<std::uint16_t>(static_cast<std::uint8_t>(m_control[0]) << 8 |
                                                 static_cast<std::uint8_t>(m_control[1]));
    if (!isSendable(code))
        return broken(CloseCode::ProtocolError, "A close code that may not be sent.");
    Utf8Check reason;
    if (!reason.feed(std::string_view(m_control).substr(2)) || !reason.complete())
        return broken(CloseCode::InvalidText, "The close reason isn't UTF-8.");
    m_closeCode = static_cast<CloseCode>(code);
    return Event::Close;
}

std::string FrameReader::takeMessage()
{
    return std::exchange(m_message, {});
}

FrameReader::Event FrameReader::broken(CloseCode code, std::string_view why)
{
    m_closeCode = code;
    m_why = why;
    std::string().swap(m_message);
    return Event::Broken;
}

} // namespace beaver::http
