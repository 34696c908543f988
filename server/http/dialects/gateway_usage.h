#pragma once

#include <server/http/dialects/gateway_context.h>

namespace beaver::http {

/// The handler of a chat, adding `gateway_usage` (credits charged, credits left, the key) to a whole answer for
/// accounts that pay flat per token: the credit gateway's clients read it. `context` outlives the handler.
Handler withGatewayUsage(Handler handler, const GatewayContext &context);

} // namespace beaver::http
