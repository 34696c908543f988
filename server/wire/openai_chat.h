#pragma once

#include <server/wire/canonical.h>
#include <server/wire/chat_request.h>
#include <server/wire/events.h>
#include <server/wire/outgoing_body.h>

#include <memory>

namespace beaver::wire {

/// Decodes a body of `POST /v1/chat/completions`. `model` given: the path names it, and the body needn't. Errors:
/// InvalidRequest with the field's name: not JSON, not an object, a repeated key, nested over 64 deep, a field that
/// matters of a wrong type or out of range.
Result<ChatRequest> decodeOpenAiChat(std::string body, std::string_view model = {});

OutgoingBody patchOpenAiChat(const ChatRequest &request, const UpstreamPatch &patch);

/// The whole of such a body, which decodeOpenAiChat() has taken.
Result<Request> readOpenAiChat(const ChatRequest &request);
Result<std::string> writeOpenAiChat(const Request &request, const Target &target);

std::unique_ptr<AnswerReader> makeOpenAiChatReader(const UsageStyle &style);
std::unique_ptr<AnswerWriter> makeOpenAiChatWriter(AnswerIdentity identity);

} // namespace beaver::wire
