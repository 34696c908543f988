#pragma once

#include <server/notify/types.h>
#include <server/storage/connection.h>
#include <shared/base/result.h>

namespace beaver::notify::store {

/// A webhook with its sealed secret.
struct Stored
{
    Webhook webhook;
    std::string sealed;
};

Result<void> insert(storage::Connection &connection, const Stored &stored);
Result<void> update(storage::Connection &connection, const Webhook &webhook);
Result<void> remove(storage::Connection &connection, const std::string &id);
Result<std::optional<Stored>> find(storage::Connection &connection, const std::string &id);
/// Of one account (empty: gateway-wide), newest first.
Result<std::vector<Webhook>> list(storage::Connection &connection, const AccountId &account, int limit,
                                  const std::string &after);
Result<std::int64_t> count(storage::Connection &connection, const AccountId &account);
/// The active ones that an event is for.
Result<std::vector<Webhook>> listening(storage::Connection &connection, const Event &event);

Result<void> insertDelivery(storage::Connection &connection, const Delivery &delivery, const AccountId &account);
Result<void> updateDelivery(storage::Connection &connection, const Delivery &delivery);
Result<std::optional<Delivery>> findDelivery(storage::Connection &connection, const std::string &id);
/// Newest first; `state` empty for all.
Result<std::vector<Delivery>> deliveries(storage::Connection &connection, const std::string &webhook, int limit,
                                         const std::string &after, const std::string &state);
/// Oldest first, and of one webhook at most `ofOne`.
Result<std::vector<Delivery>> due(storage::Connection &connection, std::int64_t nowMs, int limit, int ofOne);
/// Deliveries that ended before `beforeMs`, and what was told before it.
Result<void> forget(storage::Connection &connection, std::int64_t beforeMs);

/// False: it was told before. Belongs into the transaction of what is told.
Result<bool> tellOnce(storage::Connection &connection, std::string_view kind, std::string_view subject,
                      std::int64_t occasion, std::int64_t level, std::int64_t nowMs);

} // namespace beaver::notify::store
