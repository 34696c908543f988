#pragma once

#include <string>
#include <string_view>

namespace beaver::providers {

/// What a provider says of a failure names the gateway's own account there: organisations, teams, projects, keys. Those
/// ids are the operator's; a mask (`***`) stands in their place. Ids that a request may hold (of calls, files, models)
/// stay.
std::string withoutOperatorIds(std::string_view text);

/// The same for a message that a client reads: sentences behind the first that are about that account (its keys, whom
/// to ask) go.
std::string aboutTheRequest(std::string_view message);

} // namespace beaver::providers
