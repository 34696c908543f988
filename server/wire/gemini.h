#pragma once

#include <server/wire/canonical.h>
#include <server/wire/chat_request.h>
#include <server/wire/events.h>
#include <server/wire/outgoing_body.h>

#include <memory>

namespace beaver::wire {

/// Decodes a body of `POST /v1beta/models/{model}:generateContent`, whose path names the model and whether it streams.
/// Errors: InvalidRequest with the field's name, as that dialect's own server would refuse it.
Result<ChatRequest> decodeGemini(std::string body, std::string_view model, bool stream);

/// The client's bytes with the maximum lowered and without a `model`, which belongs into the path.
OutgoingBody patchGemini(const ChatRequest &request, const UpstreamPatch &patch);

/// The whole of such a body, which decodeGemini() has taken.
Result<Request> readGemini(const ChatRequest &request);
Result<std::string> writeGemini(const Request &request, const Target &target);

std::unique_ptr<AnswerReader> makeGeminiReader();
std::unique_ptr<AnswerWriter> makeGeminiWriter(AnswerIdentity identity);

} // namespace beaver::wire
