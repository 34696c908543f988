#include <server/usage/log_partitions.h>
#include <server/usage/usage_service.h>

#include <future>

namespace beaver::usage {

namespace {

constexpr std::string_view totalsMark = "totals";
constexpr std::size_t manyLines = 500; // of sums
constexpr int restAfterMany = 4;

// Of a gateway that is never quiet: batches that leave sums to the next in a row, and lines that do.
constexpr int mostPutOff = 32;
constexpr std::size_t mostLinesPutOff = 1000;

Result<void> rebuildSums(storage::Connection &connection, std::int64_t fromHourMs)
{
    if (auto forgotten = forgetTotals(connection, fromHourMs); !forgotten)
        return forgotten;
    if (auto forgotten = forgetCallerSums(connection, fromHourMs); !forgotten)
        return forgotten;
    PendingTotals totals;
    CallerSums callers;
    auto read = store::forEachSince(connection, fromHourMs, [&](const Record &record) {
        totals.add(record.call, record.outcome);
        callers.add(record.call, record.outcome);
    });
    if (!read)
        return read;
    if (auto written = totals.write(connection); !written)
        return written;
    return callers.write(connection);
}

} // namespace

UsageService::UsageService(storage::Database &database)
    : m_database(database)
{}

Result<void> UsageService::start()
{
    std::promise<Result<void>> done;
    auto finished = done.get_future();
    m_database.write(
        [](storage::Connection &connection) -> Result<void> {
            if (auto added = partitions::addMissingColumns(connection); !added)
                return added;
            const auto mark = store::mark(connection, totalsMark);
            if (!mark)
                return mark.error();
            if (!*mark)
                return {};
            if (auto rebuilt = rebuildSums(connection, **mark); !rebuilt)
                return rebuilt;
            return store::setMark(connection, totalsMark, std::nullopt);
        },
        [&done](Result<void> result) { done.set_value(std::move(result)); });
    return finished.get();
}

void UsageService::tick()
{
    if (m_rest > 0) {
        --m_rest;
        return;
    }
    if (!m_dirty.exchange(false))
        return;
    // They are of the second before; what is written now isn't known yet.
    m_rest = m_many ? restAfterMany : 0;
    writeSums(false);
}

void UsageService::writeSums(bool last)
{
    m_database.write(
        [this, last](storage::Connection &connection) {
            m_flushing.takeFrom(m_pending);
            m_many = m_flushing.lines() > manyLines;
            auto written = writeAll(connection, last);
            if (!written)
                m_callers.writtenApart(false);
            return written;
        },
        [this](const Result<void> &written) {
            m_callers.writtenApart(written.ok());
            if (written) {
                m_flushing.clear();
                m_mark = m_batchMark = m_nextMark;
            } else {
                m_pending.takeFrom(m_flushing);
                m_dirty = true;
            }
        });
}

Result<void> UsageService::writeAll(storage::Connection &connection, bool last)
{
    if (auto written = m_flushing.write(connection); !written)
        return written;
    // Only hours that are still being added to need a look after a kill; calls of the batch under way have some too.
    const std::int64_t nextMark =
        last && m_calls.empty() ? INT64_MAX : std::min(m_flushing.lastHourMs(), m_callers.firstHourMs());
    m_nextMark = std::max(m_batchMark, nextMark);
    if (auto written = m_callers.write(connection); !written)
        return written;
    if (m_nextMark == m_batchMark)
        return {};
    return store::setMark(connection, totalsMark, m_nextMark == INT64_MAX ? std::nullopt : std::optional(m_nextMark));
}

void UsageService::finish()
{
    writeSums(true);
}

Result<void> UsageService::turnTo(storage::Connection &connection, std::int64_t endedAtMs)
{
    const std::int64_t month = monthStart(endedAtMs);
    if (month == m_tableMonth)
        return {};
    if (auto inserted = insertWritten(connection); !inserted)
        return inserted;
    const auto table = partitions::tableFor(connection, endedAtMs);
    if (!table)
        return table.error();
    m_insertInto = store::insertInto(*table);
    m_tableMonth = month;
    return {};
}

void UsageService::batchStarted()
{
    m_callers.batchStarted();
    m_calls.clear();
    m_waiting.clear();
    m_rows.clear();
    m_tableMonth = -1; // one that was made in a batch that is rolled back isn't there
    m_batchMark = m_mark;
}

Result<void> UsageService::write(storage::Connection &connection, const ledger::Settlement &settlement,
                                 std::optional<std::int64_t> entrySeq)
{
    if (auto turned = turnTo(connection, settlement.endedAtMs); !turned)
        return turned;
    store::addRow(m_rows, settlement, entrySeq);
    m_waiting.push_back({&settlement, entrySeq});
    m_callers.add(settlement, ledger::outcomeName(settlement.outcome));
    m_calls.push_back(&settlement);
    return m_rows.count() < ledger::mostRowsWaiting ? Result<void>() : insertWritten(connection);
}

Result<void> UsageService::insertWritten(storage::Connection &connection)
{
    auto inserted = connection.insertRows(m_insertInto, m_rows);
    m_rows.clear();
    if (!inserted && storage::isConstraintViolation(inserted.error())) {
        inserted = {};
        for (const auto &[call, entrySeq] : m_waiting) {
            if (inserted = store::insertAtFreeNumber(connection, m_insertInto, *call, entrySeq); !inserted)
                break;
        }
    }
    m_waiting.clear();
    return inserted;
}

/// Before sums of an hour are only in memory, the database knows from which hour on to look.
Result<void> UsageService::markHour(storage::Connection &connection, std::int64_t hour)
{
    if (hour >= m_batchMark)
        return {};
    m_batchMark = hour;
    return store::setMark(connection, totalsMark, hour);
}

/// A batch that another follows at once leaves its callers' sums to that one: they are few lines that each batch would
/// write anew. Whoever makes one call after the other, or waits until all are answered, finds them.
Result<void> UsageService::batchFinished(storage::Connection &connection, bool followed)
{
    if (auto inserted = insertWritten(connection); !inserted)
        return inserted;
    if (auto marked = markHour(connection, m_callers.firstHourMs()); !marked)
        return marked;
    if (followed && m_putOff < mostPutOff && m_callers.unwritten() < mostLinesPutOff) {
        ++m_putOff;
        return {};
    }
    m_putOff = 0;
    return m_callers.write(connection);
}

void UsageService::batchCommitted()
{
    m_mark = m_batchMark;
    m_callers.batchCommitted();
    for (const auto *call : m_calls)
        m_pending.add(*call, ledger::outcomeName(call->outcome));
    if (!m_calls.empty())
        m_dirty = true;
    if (m_listener)
        m_listener(m_calls);
    m_calls.clear();
}

} // namespace beaver::usage
