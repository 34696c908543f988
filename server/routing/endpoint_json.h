#pragma once

#include <server/routing/types.h>
#include <shared/base/json_writer.h>

#include <string>

namespace beaver::routing {

/// An endpoint as administrators and the audit log see it: the members of an object that is open. Of its credential
/// only whether there is one, and its last characters.
void writeEndpoint(JsonWriter &json, const StoredEndpoint &stored);
std::string endpointJson(const StoredEndpoint &stored);

} // namespace beaver::routing
