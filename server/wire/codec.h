#pragma once

#include <server/wire/canonical.h>
#include <server/wire/chat_request.h>
#include <server/wire/events.h>
#include <server/wire/outgoing_body.h>

#include <memory>

namespace beaver::wire {

/// The four dialects behind one door. Functions of one dialect are in `<dialect>_request.h`, `<dialect>_reader.h`,
/// `<dialect>_writer.h`; only this file knows all.

/// What a client sent, in its dialect: the bytes and what Beaver must know of them. `model`: named by the path (Gemini,
/// /v1/models/{id}/chat), `stream`: asked for by the path (Gemini). Errors name the field.
Result<ChatRequest> decodeRequest(Dialect dialect, std::string body, std::string_view model = {}, bool stream = false);

/// Estimated tokens of a prompt: the body of a token-counting call, which lacks what only an answer needs.
Result<std::int64_t> countTokens(Dialect dialect, std::string body);

/// The client's own bytes for a provider of the same dialect; long ones stay where they are, in `request`.
OutgoingBody patchRequest(const ChatRequest &request, const UpstreamPatch &patch);

/// The request in full, for a provider of another dialect.
Result<Request> readRequest(const ChatRequest &request);

/// The body for a provider. InvalidRequest names a field that this dialect can't express and may not drop.
Result<std::string> writeRequest(Dialect dialect, const Request &request, const Target &target);

std::unique_ptr<AnswerReader> makeReader(Dialect dialect, const UsageStyle &style);
std::unique_ptr<AnswerWriter> makeWriter(Dialect dialect, AnswerIdentity identity);

} // namespace beaver::wire
