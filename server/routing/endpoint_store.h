#pragma once

#include <server/ops/sealing.h>
#include <server/routing/types.h>
#include <server/storage/connection.h>

#include <optional>
#include <vector>

namespace beaver::routing::store {

/// All rows, by priority and id. Credentials are opened; those of the environment's rows are empty.
Result<std::vector<StoredEndpoint>> endpoints(storage::Connection &connection, const ops::CredentialBox &box);
Result<std::optional<StoredEndpoint>> endpoint(storage::Connection &connection, const EndpointId &id,
                                               const ops::CredentialBox &box);
/// Writes it in the place of the row with its id, or anew. Credentials from the environment aren't stored.
Result<void> put(storage::Connection &connection, const StoredEndpoint &endpoint, const ops::CredentialBox &box);
Result<void> remove(storage::Connection &connection, const EndpointId &id);
/// Whether another row has this name.
Result<bool> nameTaken(storage::Connection &connection, std::string_view name, const EndpointId &except);

} // namespace beaver::routing::store
