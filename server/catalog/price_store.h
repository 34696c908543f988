#pragma once

#include <server/catalog/types.h>
#include <server/storage/connection.h>

namespace beaver::catalog::store {

/// One price version as it was written, for a receipt; empty when there is none of this id.
Result<std::optional<PriceVersion>> priceVersion(storage::Connection &connection, std::int64_t id);

} // namespace beaver::catalog::store
