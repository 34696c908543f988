#pragma once

#include <server/wire/canonical.h>
#include <server/wire/chat_request.h>
#include <server/wire/events.h>
#include <server/wire/outgoing_body.h>

#include <memory>

namespace beaver::wire {

/// A smaller `max_output_tokens` is refused by OpenAI (integer_below_min_value).
inline constexpr std::int64_t leastOutputTokens = 16;

/// Decodes a body of `POST /v1/responses`. Errors: InvalidRequest with the field's
/// name, as that dialect's own server would refuse it.
Result<ChatRequest> decodeResponses(std::string body);

/// The client's bytes with the model and the clamp patched in.
OutgoingBody patchResponses(const ChatRequest &request, const UpstreamPatch &patch);

/// The whole of such a body, which decodeResponses() has taken.
Result<Request> readResponses(const ChatRequest &request);
Result<std::string> writeResponses(const Request &request, const Target &target);

std::unique_ptr<AnswerReader> makeResponsesReader();
std::unique_ptr<AnswerWriter> makeResponsesWriter(AnswerIdentity identity);

} // namespace beaver::wire
