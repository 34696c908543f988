#include <server/ledger/ledger_store.h>

namespace beaver::ledger::store {

namespace {

Result<void> done(const Result<std::int64_t> &changed)
{
    return changed ? Result<void>() : Result<void>(changed.error());
}

EntryType entryTypeByName(std::string_view name)
{
    for (const auto type : {EntryType::TopUp, EntryType::Usage, EntryType::Refund, EntryType::Adjustment,
                            EntryType::Payment, EntryType::Expiry, EntryType::Transfer}) {
        if (entryTypeName(type) == name)
            return type;
    }
    return EntryType::Adjustment;
}

} // namespace

const char *const entryColumns =
    "seq, id, type, account_id, customer, provider_cost, revenue, cash, corrections, balance_after, "
    "reference, description, actor, created_at, hash";

Result<std::optional<Money>> balance(storage::Connection &connection, const AccountId &account)
{
    auto &find = connection.prepared("SELECT balance FROM balances WHERE account_id = ?");
    const auto row = find.bind(account.text()).next();
    if (!row)
        return row.error();
    std::optional<Money> found;
    if (*row)
        found = Money::fromNanoUsd(find.integer(0));
    find.reset();
    return found;
}

Result<Head> head(storage::Connection &connection)
{
    auto &find = connection.prepared("SELECT seq, hash FROM ledger_entries ORDER BY seq DESC LIMIT 1");
    const auto row = find.next();
    if (!row)
        return row.error();
    Head head;
    if (*row)
        head = {find.integer(0), find.text(1)};
    find.reset();
    return head;
}

void addRow(storage::Rows &rows, const Entry &entry)
{
    rows.bind(entry.seq)
        .bind(entry.id.text())
        .bind(entryTypeName(entry.type))
        .bind(entry.account.text())
        .bind(entry.customer.nanoUsd())
        .bind(entry.providerCost.nanoUsd())
        .bind(entry.revenue.nanoUsd())
        .bind(entry.cash.nanoUsd())
        .bind(entry.corrections.nanoUsd())
        .bind(entry.balanceAfter.nanoUsd())
        .bind(entry.reference)
        .bind(entry.description)
        .bind(entry.actor)
        .bind(entry.createdAtMs)
        .bindBlob(entry.hash);
}

Result<void> insertEntries(storage::Connection &connection, const storage::Rows &rows)
{
    static const std::string insert = std::string("INSERT INTO ledger_entries (") + entryColumns + ")";
    return connection.insertRows(insert, rows);
}

Result<void> insertEntry(storage::Connection &connection, const Entry &entry)
{
    storage::Rows row(entryColumnCount);
    addRow(row, entry);
    return insertEntries(connection, row);
}

Result<void> setBalance(storage::Connection &connection, const AccountId &account, Money balance,
                        std::int64_t newEntries)
{
    auto &update = connection.prepared("UPDATE balances SET balance = ?, entries = entries + ? WHERE account_id = ?");
    return done(update.bind(balance.nanoUsd()).bind(newEntries).bind(account.text()).run());
}

Result<void> insertHold(storage::Connection &connection, const HoldRow &hold)
{
    auto &insert = connection.prepared(
        "INSERT INTO holds (call_id, account_id, key_id, model_id, amount, created_at) VALUES (?, ?, ?, ?, ?, ?)");
    return done(insert.bind(hold.call.text())
                    .bind(hold.account.text())
                    .bind(hold.key.text())
                    .bind(hold.model)
                    .bind(hold.amount.nanoUsd())
                    .bind(hold.createdAtMs)
                    .run());
}

Result<void> updateHold(storage::Connection &connection, const CallId &call, Money amount)
{
    return done(connection.prepared("UPDATE holds SET amount = ? WHERE call_id = ?")
                    .bind(amount.nanoUsd())
                    .bind(call.text())
                    .run());
}

Result<void> deleteHold(storage::Connection &connection, const CallId &call)
{
    return done(connection.prepared("DELETE FROM holds WHERE call_id = ?").bind(call.text()).run());
}

Result<std::vector<HoldRow>> holds(storage::Connection &connection)
{
    auto &list = connection.prepared(
        "SELECT call_id, account_id, key_id, model_id, amount, created_at FROM holds ORDER BY created_at, call_id");
    std::vector<HoldRow> rows;
    for (;;) {
        const auto row = list.next();
        if (!row)
            return row.error();
        if (!*row)
            return rows;
        rows.push_back({CallId(list.text(0)), AccountId(list.text(1)), KeyId(list.text(2)), list.text(3),
                        Money::fromNanoUsd(list.integer(4)), list.integer(5)});
    }
}

Result<void> insertReply(storage::Connection &connection, const AccountId &account, const StoredReply &reply,
                         std::int64_t createdAtMs)
{
    auto &insert =
        connection.prepared("INSERT INTO idempotency_keys (account_id, name, request_hash, call_id, status, "
                            "content_type, body, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    insert.bind(account.text())
        .bind(reply.name)
        .bindBlob(reply.requestHash)
        .bind(reply.call.text())
        .bind(reply.status)
        .bind(reply.contentType);
    if (reply.body)
        insert.bindBlob(*reply.body);
    else
        insert.bindNull();
    return done(insert.bind(createdAtMs).run());
}

Result<std::optional<StoredReply>> reply(storage::Connection &connection, const AccountId &account,
                                         std::string_view name)
{
    auto &find = connection.prepared("SELECT request_hash, call_id, status, content_type, body FROM idempotency_keys "
                                     "WHERE account_id = ? AND name = ?");
    const auto row = find.bind(account.text()).bind(name).next();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<StoredReply>();
    StoredReply found{std::string(name),    find.text(0),
                      CallId(find.text(1)), static_cast<int>(find.integer(2)),
                      find.text(3),         find.isNull(4) ? std::nullopt : std::optional(find.text(4))};
    find.reset();
    return std::optional(std::move(found));
}

Result<std::int64_t> deleteRepliesBefore(storage::Connection &connection, std::int64_t createdAtMs)
{
    return connection
        .prepared("DELETE FROM idempotency_keys WHERE (account_id, name) IN (SELECT account_id, name FROM "
                  "idempotency_keys WHERE created_at < ? LIMIT 500)")
        .bind(createdAtMs)
        .run();
}

Entry readEntry(const storage::Statement &row)
{
    Entry entry;
    entry.seq = row.integer(0);
    entry.id = TransactionId(row.text(1));
    entry.type = entryTypeByName(row.text(2));
    entry.account = AccountId(row.text(3));
    entry.customer = Money::fromNanoUsd(row.integer(4));
    entry.providerCost = Money::fromNanoUsd(row.integer(5));
    entry.revenue = Money::fromNanoUsd(row.integer(6));
    entry.cash = Money::fromNanoUsd(row.integer(7));
    entry.corrections = Money::fromNanoUsd(row.integer(8));
    entry.balanceAfter = Money::fromNanoUsd(row.integer(9));
    entry.reference = row.text(10);
    entry.description = row.text(11);
    entry.actor = row.text(12);
    entry.createdAtMs = row.integer(13);
    entry.hash = row.text(14);
    return entry;
}

Result<std::vector<Entry>> entries(storage::Connection &connection, const AccountId &account, int limit,
                                   std::int64_t beforeSeq)
{
    static const std::string sql = std::string("SELECT ") + entryColumns +
                                   " FROM ledger_entries WHERE account_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?";
    auto &list = connection.prepared(sql);
    list.bind(account.text()).bind(beforeSeq > 0 ? beforeSeq : INT64_MAX).bind(limit);
    std::vector<Entry> rows;
    for (;;) {
        const auto row = list.next();
        if (!row)
            return row.error();
        if (!*row)
            return rows;
        rows.push_back(readEntry(list));
    }
}

Result<std::optional<Entry>> entry(storage::Connection &connection, std::int64_t seq)
{
    static const std::string sql = std::string("SELECT ") + entryColumns + " FROM ledger_entries WHERE seq = ?";
    auto &find = connection.prepared(sql);
    const auto row = find.bind(seq).next();
    if (!row)
        return row.error();
    std::optional<Entry> found;
    if (*row)
        found = readEntry(find);
    find.reset();
    return found;
}

} // namespace beaver::ledger::store
