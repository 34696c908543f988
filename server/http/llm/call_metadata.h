#pragma once

#include <server/http/edge/request.h>
#include <server/wire/chat_request.h>
#include <shared/base/result.h>

#include <string>

namespace beaver::http {

/// What the client notes about a call for its own log: the header `x-beaver-metadata` (a JSON object of at most 16
/// texts, InvalidRequest otherwise), else the body's own `metadata` where it is such an object. Empty: nothing.
Result<std::string> callMetadata(const Request &request, const wire::ChatRequest &call);

} // namespace beaver::http
