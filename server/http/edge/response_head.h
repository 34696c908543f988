#pragma once

#include <server/http/edge/responder.h>

#include <cstddef>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace beaver::http {

/// How an answer's body ends and what becomes of the connection; decided by the connection, not by the handler.
struct AnswerFraming
{
    std::optional<std::size_t> contentLength;
    bool chunked = false;
    bool close = false;
    bool sayKeepAlive = false; ///< HTTP/1.0 needs to be told
};

/// Writes response heads; one for each loop, because it keeps the date line of the running second.
class ResponseHeadWriter
{
public:
    /// Appends the status line, the given headers and those that are the edge's to say (of those the handler's are
    /// dropped). A name or value that could break the head is dropped with a log line.
    void append(std::string &to, const ResponseHead &head, const AnswerFraming &framing);

private:
    void appendDate(std::string &to);

    std::time_t m_second = 0;
    std::string m_dateLine;
};

/// True for what never has a body: 1xx, 204, 304.
bool isBodiless(int status);

/// Whether the handler asks for `connection: close`.
bool asksToClose(const ResponseHead &head);

} // namespace beaver::http
