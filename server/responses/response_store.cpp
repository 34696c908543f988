#include <server/responses/response_store.h>

namespace beaver::responses::store {

Result<void> insert(storage::Connection &connection, const StoredResponse &response)
{
    auto &insert = connection.prepared(
        "INSERT INTO stored_responses (id, account_id, previous_id, model, input, body, created_at, expires_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account_id, id) DO UPDATE SET previous_id = "
        "excluded.previous_id, "
        "model = excluded.model, input = excluded.input, body = excluded.body, created_at = excluded.created_at, "
        "expires_at = excluded.expires_at");
    const auto inserted = insert.bind(response.id)
                              .bind(response.account.text())
                              .bind(response.previousId)
                              .bind(response.model)
                              .bind(response.input)
                              .bind(response.body)
                              .bind(response.createdAtMs)
                              .bind(response.expiresAtMs)
                              .run();
    return inserted ? Result<void>() : Result<void>(inserted.error());
}

Result<std::optional<StoredResponse>> find(storage::Connection &connection, const AccountId &account,
                                           const std::string &id, std::int64_t nowMs)
{
    auto &find = connection.prepared("SELECT previous_id, model, input, body, created_at, expires_at "
                                     "FROM stored_responses WHERE account_id = ? AND id = ? AND expires_at > ?");
    const auto row = find.bind(account.text()).bind(id).bind(nowMs).next();
    if (!row)
        return row.error();
    std::optional<StoredResponse> found;
    if (*row)
        found = {id, account, find.text(0), find.text(1), find.text(2), find.text(3), find.integer(4), find.integer(5)};
    find.reset();
    return found;
}

Result<bool> remove(storage::Connection &connection, const AccountId &account, const std::string &id)
{
    const auto removed = connection.prepared("DELETE FROM stored_responses WHERE account_id = ? AND id = ?")
                             .bind(account.text())
                             .bind(id)
                             .run();
    return removed ? Result<bool>(*removed > 0) : Result<bool>(removed.error());
}

Result<void> removeExpired(storage::Connection &connection, std::int64_t nowMs)
{
    const auto removed = connection
                             .prepared("DELETE FROM stored_responses WHERE id IN (SELECT id FROM stored_responses "
                                       "WHERE expires_at <= ? LIMIT 200)")
                             .bind(nowMs)
                             .run();
    return removed ? Result<void>() : Result<void>(removed.error());
}

} // namespace beaver::responses::store
