#pragma once

#include <server/http/front/route_table.h>
#include <shared/base/clock.h>

namespace beaver::http {

/// The handler of a model call, answering LiteLLM's `x-litellm-…` headers beside ours: id, model, cost, retries,
/// durations. A stream has those that are known when it begins. `clock` outlives the handler.
Handler withLiteLlmHeaders(Handler handler, const Clock &clock);

} // namespace beaver::http
