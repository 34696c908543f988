#include "client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

namespace beaver::http::test {

Client::Client(std::uint16_t port, int receiveBuffer)
    : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    if (receiveBuffer > 0)
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    constexpr timeval patience{30, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
        close();
}

Client::~Client()
{
    close();
}

void Client::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t taken = ::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (taken <= 0)
            return;
        bytes.remove_prefix(static_cast<std::size_t>(taken));
    }
}

std::size_t Client::flood(std::string_view bytes, std::size_t most)
{
    std::size_t sent = 0;
    pollfd writable{m_descriptor, POLLOUT, 0};
    while (sent < most && ::poll(&writable, 1, 200) == 1) {
        const std::string_view rest = bytes.substr(sent % bytes.size());
        const ssize_t taken = ::send(m_descriptor, rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (taken < 0)
            break;
        sent += static_cast<std::size_t>(taken);
    }
    return sent;
}

std::string Client::read()
{
    char bytes[16 * 1024];
    const ssize_t count = ::recv(m_descriptor, bytes, sizeof bytes, 0);
    return count > 0 ? std::string(bytes, static_cast<std::size_t>(count)) : std::string();
}

bool Client::fill()
{
    const std::string more = read();
    m_buffer += more;
    return !more.empty();
}

std::optional<std::string> Client::line()
{
    std::size_t end = std::string::npos;
    while ((end = m_buffer.find("\r\n")) == std::string::npos) {
        if (!fill())
            return {};
    }
    std::string text = m_buffer.substr(0, end);
    m_buffer.erase(0, end + 2);
    return text;
}

bool Client::take(std::size_t count, std::string &to)
{
    while (m_buffer.size() < count) {
        if (!fill())
            return false;
    }
    to.append(m_buffer, 0, count);
    m_buffer.erase(0, count);
    return true;
}

std::optional<Response> Client::receive(bool toHead)
{
    const auto status = line();
    if (!status || status->size() < 12)
        return {};
    Response response;
    std::from_chars(status->data() + 9, status->data() + 12, response.status);
    for (auto header = line(); header && !header->empty(); header = line()) {
        const std::size_t colon = header->find(": ");
        std::transform(header->begin(), header->begin() + static_cast<std::ptrdiff_t>(std::min(colon, header->size())),
                       header->begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        response.headers[header->substr(0, colon)] = header->substr(std::min(colon + 2, header->size()));
    }
    response.complete = true;
    if (toHead || response.status < 200 || response.status == 204)
        return response;
    if (response.headers.contains("transfer-encoding")) {
        for (std::size_t size = 1; size != 0 && response.complete;) {
            const auto text = line();
            response.complete =
                text && std::from_chars(text->data(), text->data() + text->size(), size, 16).ec == std::errc();
            response.complete = response.complete && take(size, response.body) && line() == "";
        }
    } else if (response.headers.contains("content-length")) {
        response.complete = take(std::stoul(response.headers["content-length"]), response.body);
    } else {
        while (fill()) {
        }
        response.body = std::exchange(m_buffer, {});
    }
    return response;
}

std::vector<Response> Client::receiveAll()
{
    std::vector<Response> all;
    while (auto response = receive())
        all.push_back(std::move(*response));
    return all;
}

bool Client::isClosedByPeer()
{
    char bytes[16 * 1024];
    ssize_t count = 0;
    while ((count = ::recv(m_descriptor, bytes, sizeof bytes, 0)) > 0) {
    }
    return count == 0 || errno == ECONNRESET;
}

void Client::endSending()
{
    ::shutdown(m_descriptor, SHUT_WR);
}

void Client::reset()
{
    constexpr linger now{1, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
}

void Client::close()
{
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
}

std::string get(std::string_view path)
{
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n";
}

std::string post(std::string_view path, std::string_view body)
{
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + std::string(body);
}

} // namespace beaver::http::test
