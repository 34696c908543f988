#pragma once

#include <server/wire/canonical.h>
#include <server/wire/chat_request.h>
#include <server/wire/events.h>
#include <server/wire/outgoing_body.h>

#include <memory>

namespace beaver::wire {

/// Decodes a body of `POST /v1/messages`. Errors: InvalidRequest with the field's name, as that dialect's own server
/// would refuse it. `countOnly`: a body of `/v1/messages/count_tokens`, which names no maximum.
Result<ChatRequest> decodeAnthropic(std::string body, bool countOnly = false);

/// The client's bytes with the model and the clamp patched in; a thinking budget that the maximum no longer holds is
/// lowered with it.
OutgoingBody patchAnthropic(const ChatRequest &request, const UpstreamPatch &patch);

/// The whole of such a body, which decodeAnthropic() has taken.
Result<Request> readAnthropic(const ChatRequest &request);
Result<std::string> writeAnthropic(const Request &request, const Target &target);

std::unique_ptr<AnswerReader> makeAnthropicReader();
std::unique_ptr<AnswerWriter> makeAnthropicWriter(AnswerIdentity identity);

} // namespace beaver::wire
