#pragma once

#include <server/http/dialects/gateway_context.h>

namespace beaver::http {

/// The handler of a chat, adding `gateway_usage` (credits charged, credits left, the key's beginning) for accounts that
/// pay flat per token: to a whole answer, and beside the usage at a stream's end, where the client asked for that. The
/// credit gateway's clients read it. `context` outlives the handler and its calls.
Handler withGatewayUsage(Handler handler, const GatewayContext &context);

} // namespace beaver::http
