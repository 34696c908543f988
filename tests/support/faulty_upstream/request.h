#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace faulty {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request
{
    std::string method;
    std::string path;  ///< as sent, still percent-encoded
    std::string query; ///< without the question mark
    Headers headers;   ///< names as sent, in order
    std::string body;  ///< without its framing
    bool wantsClose = false;

    /// The first header of that name (lower case), or empty.
    std::string_view header(std::string_view name) const;
    /// A query parameter, or empty; not percent-decoded.
    std::string_view parameter(std::string_view name) const;
};

/// Reads one request after another from a connection. Forgiving about spelling, strict about sizes: 256 KB of headers,
/// 256 MB of body. Not thread-safe; doesn't own the descriptor.
class RequestReader
{
public:
    explicit RequestReader(int fd);

    enum class Outcome { Request, Closed, Malformed, TooLarge };

    /// Blocks until a request is complete. Answers `Expect: 100-continue`. After anything but Request the connection is
    /// of no more use.
    Outcome next(Request &request);

private:
    bool more();
    bool line(std::string &out, std::size_t limit);
    Outcome head(Request &request);
    Outcome body(Request &request);
    Outcome chunkedBody(Request &request);

    int m_fd;
    std::string m_buffer;
    std::size_t m_position = 0;
};

} // namespace faulty
