#include <server/ledger/chain.h>
#include <server/ledger/journal.h>

namespace beaver::ledger {

Journal::Journal(storage::Database &database, const Clock &clock, Companion &companion, std::int64_t holdDelayUs)
    : m_database(database)
    , m_clock(clock)
    , m_companion(companion)
    , m_holdDelayUs(holdDelayUs)
{}

void Journal::start(store::Head head)
{
    if (head.hash.empty())
        head.hash = chainStart();
    m_committed = m_head = std::move(head);
}

void Journal::push(Item item, bool wake)
{
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back(std::move(item));
        m_called = m_called || wake;
    }
    if (wake)
        m_database.wake();
}

void Journal::pushSettlement(std::unique_ptr<Settlement> settlement, std::shared_ptr<HoldRecord> hold,
                             Money balanceAfter, Done done)
{
    push({Item::Kind::Settlement,
          std::move(settlement),
          nullptr,
          std::move(hold),
          balanceAfter,
          std::move(done),
          {},
          {},
          {}},
         true);
}

void Journal::pushEntry(std::shared_ptr<Entry> entry, std::optional<StoredReply> reply, AccountId replyOwner,
                        Alongside alongside, Done done, Opening opening)
{
    push({Item::Kind::Entry,
          nullptr,
          std::move(entry),
          nullptr,
          {},
          std::move(done),
          std::move(reply),
          std::move(replyOwner),
          std::move(alongside),
          std::move(opening)},
         true);
}

void Journal::pushHold(std::shared_ptr<HoldRecord> hold)
{
    const std::lock_guard lock(m_mutex);
    m_youngHolds.push_back(std::move(hold));
}

void Journal::pushHoldNow(std::shared_ptr<HoldRecord> hold, Done done)
{
    push({Item::Kind::Hold, nullptr, nullptr, std::move(hold), {}, std::move(done), {}, {}, {}}, true);
}

void Journal::pushHoldAmount(std::shared_ptr<HoldRecord> hold, Money amount)
{
    push({Item::Kind::HoldAmount, nullptr, nullptr, std::move(hold), amount, nullptr, {}, {}, {}}, false);
}

void Journal::tick()
{
    const std::int64_t due = m_clock.monotonicUs() - m_holdDelayUs;
    {
        const std::lock_guard lock(m_mutex);
        while (!m_youngHolds.empty() && m_youngHolds.front()->closed)
            m_youngHolds.pop_front();
        if (m_youngHolds.empty() || m_youngHolds.front()->createdUs > due)
            return;
    }
    m_database.wake();
}

void Journal::gather()
{
    const std::int64_t due = m_clock.monotonicUs() - m_holdDelayUs;
    const std::lock_guard lock(m_mutex);
    // Holds first: a settlement in the same batch deletes the row again.
    while (!m_youngHolds.empty() && (m_youngHolds.front()->closed || m_youngHolds.front()->createdUs <= due)) {
        if (auto hold = std::move(m_youngHolds.front()); !hold->closed)
            m_batch.push_back({Item::Kind::Hold, nullptr, nullptr, std::move(hold), {}, nullptr, {}, {}, {}});
        m_youngHolds.pop_front();
    }
    m_batch.insert(m_batch.end(), std::make_move_iterator(m_queue.begin()), std::make_move_iterator(m_queue.end()));
    m_queue.clear();
    m_called = false;
}

bool Journal::isFollowed()
{
    const std::lock_guard lock(m_mutex);
    return m_called;
}

Result<void> Journal::writeBatch(storage::Connection &connection)
{
    // A batch that was rolled back is still in m_batch and is written anew, with what has come since.
    m_head = m_committed;
    m_balances.clear();
    m_waiting.clear();
    for (const auto &hold : m_newlyWritten)
        hold->written = false;
    m_newlyWritten.clear();
    gather();
    if (m_batch.empty())
        return {};

    m_companion.batchStarted();
    for (auto &item : m_batch) {
        if (auto written = writeItem(connection, item); !written)
            return written;
    }
    if (auto inserted = insertWaiting(connection); !inserted)
        return inserted;
    for (const auto &[account, change] : m_balances) {
        if (auto set = store::setBalance(connection, account, change.balance, change.entries); !set)
            return set;
    }
    return m_companion.batchFinished(connection, isFollowed());
}

Result<void> Journal::writeItem(storage::Connection &connection, Item &item)
{
    switch (item.kind) {
    case Item::Kind::Hold:
        if (item.hold->written || item.hold->closed)
            return {};
        item.hold->written = true;
        m_newlyWritten.push_back(item.hold);
        return store::insertHold(connection, item.hold->row);
    case Item::Kind::HoldAmount:
        return item.hold->written ? store::updateHold(connection, item.hold->row.call, item.amount) : Result<void>();
    case Item::Kind::Entry:
        if (auto inserted = insertAll(connection); !inserted)
            return inserted;
        return item.opening ? openAccount(connection, item) : writeEntry(connection, item);
    case Item::Kind::Settlement:
        break;
    }
    return writeSettlement(connection, item);
}

Result<void> Journal::writeSettlement(storage::Connection &connection, Item &item)
{
    Settlement &settlement = *item.settlement;
    std::optional<std::int64_t> seq;
    if (!settlement.cost.isZero()) {
        Entry &entry = m_waiting.emplace_back();
        entry.id = newId<TransactionId>(settlement.endedAtMs);
        entry.type = EntryType::Usage;
        entry.account = settlement.account;
        entry.customer = -settlement.cost;
        entry.providerCost = settlement.listCost;
        entry.revenue = settlement.cost - settlement.listCost;
        entry.balanceAfter = item.amount;
        entry.reference = settlement.call.text();
        entry.description = settlement.model;
        entry.createdAtMs = settlement.endedAtMs;
        link(entry);
        seq = entry.seq;
        if (m_waiting.size() >= mostRowsWaiting) {
            if (auto inserted = insertWaiting(connection); !inserted)
                return inserted;
        }
    }
    if (item.hold && item.hold->written) {
        if (auto deleted = store::deleteHold(connection, item.hold->row.call); !deleted)
            return deleted;
    }
    if (settlement.reply) {
        if (auto kept = store::insertReply(connection, settlement.account, *settlement.reply, settlement.endedAtMs);
            !kept)
            return kept;
    }
    return m_companion.write(connection, settlement, seq);
}

Result<void> Journal::writeEntry(storage::Connection &connection, Item &item)
{
    if (item.reply) {
        if (auto kept = store::insertReply(connection, item.replyOwner, *item.reply, item.entry->createdAtMs); !kept)
            return kept;
    }
    link(*item.entry);
    if (auto inserted = store::insertEntry(connection, *item.entry); !inserted)
        return inserted;
    return item.alongside ? item.alongside(connection, *item.entry) : Result<void>();
}

/// Others share the transaction: what the opening refuses mustn't undo them.
Result<void> Journal::openAccount(storage::Connection &connection, Item &item)
{
    item.entry->seq = 0;
    if (auto saved = connection.execute("SAVEPOINT opening"); !saved)
        return saved;
    auto opened = item.opening(connection);
    if (opened) {
        if (auto written = writeEntry(connection, item); !written)
            return written;
    } else {
        const Error &error = opened.error();
        if (error.reason.starts_with("storage_") && !storage::isConstraintViolation(error))
            return opened;
        if (auto undone = connection.execute("ROLLBACK TO opening"); !undone)
            return undone;
    }
    return connection.execute("RELEASE opening");
}

/// The entry is the chain's new head.
void Journal::link(Entry &entry)
{
    entry.seq = m_head.seq + 1;
    entry.hash = chainHash(m_head.hash, entry);
    m_head = {entry.seq, entry.hash};
    auto &change = m_balances[entry.account];
    change.balance = entry.balanceAfter;
    ++change.entries;
}

Result<void> Journal::insertWaiting(storage::Connection &connection)
{
    m_rows.clear();
    for (const Entry &entry : m_waiting)
        store::addRow(m_rows, entry);
    auto inserted = store::insertEntries(connection, m_rows);
    m_rows.clear();
    m_waiting.clear();
    return inserted;
}

/// What comes next in the transaction finds all that came before it.
Result<void> Journal::insertAll(storage::Connection &connection)
{
    if (auto inserted = insertWaiting(connection); !inserted)
        return inserted;
    return m_companion.insertWritten(connection);
}

void Journal::batchCommitted()
{
    m_committed = m_head;
    for (const auto &hold : m_newlyWritten)
        hold->durable = true;
    m_newlyWritten.clear();
    for (auto &item : m_batch) {
        if (item.done)
            item.done();
    }
    if (!m_batch.empty())
        m_companion.batchCommitted();
    m_batch.clear();
}

} // namespace beaver::ledger
