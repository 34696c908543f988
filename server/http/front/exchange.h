#pragma once

#include <QCoroTask>

#include <server/http/edge/request.h>
#include <server/http/edge/responder.h>
#include <server/identity/types.h>
#include <server/ops/event_loop.h>
#include <shared/base/money.h>
#include <shared/base/result.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace beaver::http {

struct Route;

/// What a handler answers. `streamed`: the handler has written to the responder itself.
struct Answer
{
    int status = 200;
    std::string body;
    std::string contentType = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;
    bool streamed = false;
};

/// One request on its way through the front: what came, who calls, where the answer goes. Loop's thread; lives as long
/// as a coroutine holds it.
struct Exchange
{
    std::shared_ptr<Request> request;
    std::shared_ptr<Responder> responder;
    ops::EventLoop *loop = nullptr;
    const Route *route = nullptr;
    std::vector<std::pair<std::string_view, std::string>> parameters; ///< of the path, decoded
    std::optional<identity::Principal> principal;                     ///< set where the route asks for one
    identity::Caller caller;
    std::string requestId; ///< `x-request-id`
    CallId callId;
    /// Asks anew who calls and whether they may, for a connection that outlives its request; set on a WebSocket's
    /// route.
    std::function<QCoro::Task<Result<identity::Principal>>()> authenticate;
    /// A member beside the usage of a stream's end, by what was charged: for surfaces that add to it. Null: none.
    std::function<std::string(Money cost)> usageNote;
    /// Headers that every answer of this exchange carries (request id, CORS).
    std::vector<std::pair<std::string, std::string>> commonHeaders;
    /// Headers that an error carries besides (rate limits).
    std::vector<std::pair<std::string, std::string>> failureHeaders;

    const std::string &parameter(std::string_view name) const;
    /// The decoded value of a query parameter; empty where there is none.
    std::optional<std::string> query(std::string_view name) const;
    /// A head with status, content type and the common headers.
    ResponseHead head(int status, std::string contentType) const;
};

/// A whole number in a query, within bounds; InvalidRequest names it.
Result<int> queryNumber(const Exchange &exchange, std::string_view name, int missing, int least, int most);
/// Whether a list is to tell how many there are on all its pages: `count`.
Result<bool> countWanted(const Exchange &exchange);

} // namespace beaver::http
