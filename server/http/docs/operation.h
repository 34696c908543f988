#pragma once

#include <server/http/front/route_table.h>
#include <shared/base/json_writer.h>
#include <simdjson.h>

#include <string>
#include <string_view>

namespace beaver::http {

/// `/v1/models/{model+}/chat` → `/v1/models/{model}/chat`.
std::string openApiPath(std::string_view pattern);
/// `get`, `post`, …
std::string openApiMethod(Method method);
/// `open`, `key`, `session`, `viewer`, …: who may call, as the documents of the project say it.
std::string_view accessName(Access access);

/// One operation of the document. `description` has any of `summary`, `about`, `query`, `headers`, `body`, `form`,
/// `answer` (the schema of 200, or of `status`), `answers` (status → schema), `type` (media type of the answer, where
/// it isn't JSON), `stream` (the answer may be server-sent events), `model` (the call goes to a model and may fail as
/// such calls do), `errors` (statuses beside those that follow from the row); see docs/api.md. An empty object: none.
void writeOperation(JsonWriter &json, const Route &route, std::string_view tag, simdjson::dom::element description);

} // namespace beaver::http
