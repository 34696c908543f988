#include <QByteArray>
#include <QCryptographicHash>

#include <server/http/edge/characters.h>
#include <server/http/websocket/handshake.h>

namespace beaver::http {

namespace {

constexpr std::string_view version = "13";
constexpr std::string_view guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 1.3

/// 16 bytes in base64.
bool isKey(std::string_view text)
{
    if (text.size() != 24 || !text.ends_with("=="))
        return false;
    for (const char c : text.substr(0, 22)) {
        const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!letter && !isDigit(c) && c != '+' && c != '/')
            return false;
    }
    return true;
}

Handshake refused(int status, std::string message)
{
    Handshake handshake;
    handshake.status = status;
    handshake.message = std::move(message);
    return handshake;
}

} // namespace

std::vector<std::string_view> offeredProtocols(const Request &request)
{
    std::vector<std::string_view> offered;
    for (const auto &[name, value] : request.headers) {
        if (name != "sec-websocket-protocol")
            continue;
        std::string_view left = value;
        while (!left.empty()) {
            const std::size_t comma = left.find(',');
            if (const auto one = trimmed(left.substr(0, comma)); !one.empty())
                offered.push_back(one);
            left = comma == std::string_view::npos ? std::string_view() : left.substr(comma + 1);
        }
    }
    return offered;
}

std::string acceptFor(std::string_view key)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(QByteArray::fromRawData(key.data(), static_cast<qsizetype>(key.size())));
    hash.addData(QByteArray::fromRawData(guid.data(), static_cast<qsizetype>(guid.size())));
    return hash.result().toBase64().toStdString();
}

Handshake readHandshake(const Request &request)
{
    if (!request.upgrade)
        return refused(426,
                       "This path is a WebSocket: send 'Connection: Upgrade' and 'Upgrade: websocket' over HTTP/1.1.");
    if (request.headerCount("sec-websocket-version") != 1 || request.header("sec-websocket-version") != version)
        return refused(426, "The WebSocket version spoken here is 13.");
    if (request.headerCount("sec-websocket-key") != 1 || !isKey(request.header("sec-websocket-key")))
        return refused(400, "'Sec-WebSocket-Key' takes 16 bytes in base64, once.");
    Handshake handshake;
    for (const std::string_view one : offeredProtocols(request)) {
        if (!isToken(one))
            return refused(400, "'Sec-WebSocket-Protocol' takes names divided by commas.");
        handshake.protocols.emplace_back(one);
    }
    handshake.accept = acceptFor(request.header("sec-websocket-key"));
    return handshake;
}

void addHandshake(ResponseHead &head, const Handshake &handshake, std::string_view protocol)
{
    if (handshake.status == 101) {
        head.add("upgrade", "websocket").add("sec-websocket-accept", handshake.accept);
        if (!protocol.empty())
            head.add("sec-websocket-protocol", std::string(protocol));
    } else if (handshake.status == 426) {
        head.add("upgrade", "websocket").add("sec-websocket-version", std::string(version));
    }
}

} // namespace beaver::http
