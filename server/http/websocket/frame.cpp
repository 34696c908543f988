#include <server/http/websocket/frame.h>

namespace beaver::http {

namespace {

void appendBigEndian(std::string &to, std::uint64_t number, int bytes)
{
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        to += static_cast<char>(number >> shift & 0xff);
}

} // namespace

bool isSendable(std::uint16_t code)
{
    // 1004 has no meaning; 1005, 1006 and 1015 only name what had no Close frame; 3000 on are libraries' and private.
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

void appendFrame(std::string &to, Opcode opcode, std::string_view payload)
{
    to += static_cast<char>(0x80 | static_cast<int>(opcode));
    if (payload.size() < 126) {
        to += static_cast<char>(payload.size());
    } else if (payload.size() <= 0xffff) {
        to += static_cast<char>(126);
        appendBigEndian(to, payload.size(), 2);
    } else {
        to += static_cast<char>(127);
        appendBigEndian(to, payload.size(), 8);
    }
    to += payload;
}

void appendCloseFrame(std::string &to, CloseCode code, std::string_view reason)
{
    std::string payload;
    if (code != CloseCode::NoStatus) {
        appendBigEndian(payload, static_cast<std::uint16_t>(code), 2);
        payload += reason.substr(0, longestControlPayload - 2);
    }
    appendFrame(to, Opcode::Close, payload);
}

} // namespace beaver::http
