#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::http::test {

struct Response
{
    int status = 0;
    std::map<std::string, std::string> headers;
    std::string body;
    bool complete = false; ///< false: the connection ended inside the body
};

/// A blocking TCP client that sends exactly what it is told and waits at most half a minute for anything.
class Client
{
public:
    explicit Client(std::uint16_t port, int receiveBuffer = 0);
    ~Client();
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    void send(std::string_view bytes);
    /// Sends `bytes` again and again until the peer has taken nothing for a fifth of a second; says how much it took.
    std::size_t flood(std::string_view bytes, std::size_t most);
    /// The next response; empty when the peer closed before one began.
    std::optional<Response> receive(bool toHead = false);
    /// All responses until the peer closes; none for a HEAD.
    std::vector<Response> receiveAll();
    /// Waits for the peer to close; what came before is dropped. False after half a minute.
    bool isClosedByPeer();
    void endSending();
    /// Closes with a reset.
    void reset();
    void close();
    /// Reads at least one byte, what is there; empty at the end.
    std::string read();

private:
    bool fill();
    std::optional<std::string> line();
    bool take(std::size_t count, std::string &to);

    int m_descriptor = -1;
    std::string m_buffer;
};

/// `GET path` with a Host header.
std::string get(std::string_view path);
std::string post(std::string_view path, std::string_view body);

} // namespace beaver::http::test
