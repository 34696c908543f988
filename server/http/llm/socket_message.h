#pragma once

#include <shared/base/error.h>
#include <shared/base/money.h>

#include <optional>
#include <string>
#include <string_view>

namespace beaver::http {

/// What a client says over the chat WebSocket: a chat completion's body, with or without an `id` of its own for it, or
/// `{"type":"cancel","request":ID}`. Read and written without I/O; see docs/websocket.md.
struct SocketMessage
{
    enum class Kind { Chat, Cancel };
    Kind kind = Kind::Chat;
    std::optional<std::string> id; ///< of the call; also where `error` is set, if it could be read
    std::string body;              ///< of a chat: without `id`, and asking for a stream
    std::optional<Error> error;
};

SocketMessage readSocketMessage(std::string text);

/// One chunk of an answer (an object), with `"request":ID` in it where there is an id.
std::string chunkMessage(std::string_view chunk, const std::optional<std::string> &id);

/// `{"type":"error",…}`. `more`: members for its end, each behind a comma.
std::string errorMessage(const Error &error, const std::optional<std::string> &id, std::string_view more = {});

/// What a call came to, for the end of its last message: usage, cost, balance, receipt, each behind a comma.
struct CallTotals
{
    std::string usage; ///< JSON
    std::optional<Money> cost;
    std::optional<Money> balance;
    std::string receipt;
};
std::string totalsMembers(const CallTotals &totals);
/// `{"type":"done",…}`.
std::string doneMessage(const CallTotals &totals, const std::optional<std::string> &id, bool cancelled);
/// The error message of a stream that broke: `errorObject` is what its error event said.
std::string brokenMessage(std::string_view errorObject, const std::optional<std::string> &id, const CallTotals &totals);

} // namespace beaver::http
