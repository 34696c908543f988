#pragma once

#include <simdjson.h>

#include <string>

namespace beaver::wire {

/// The JSON Schema that one of Google's own schemas means (a subset of OpenAPI 3.0:
/// https://ai.google.dev/api/caching#Schema): types in lower case, `nullable` as a type, lengths as numbers.
std::string jsonSchemaOfGemini(simdjson::dom::element schema);

} // namespace beaver::wire
