#include <server/usage/log_partitions.h>
#include <server/usage/usage_service.h>

#include <future>

namespace beaver::usage {

namespace {

constexpr std::string_view totalsMark = "totals";
constexpr std::size_t manyLines = 500; // of sums
constexpr int restAfterMany = 4;

/// Whether two calls of one hour share a line of usage_rollups.
bool sumUpTogether(const ledger::Settlement &a, const ledger::Settlement &b)
{
    return a.account == b.account && a.key == b.key && a.model == b.model && a.provider == b.provider &&
           a.project == b.project && a.category == b.category && a.outcome == b.outcome;
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
            if (auto rebuilt = rebuildTotals(connection, **mark); !rebuilt)
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
    writeSums();
}

void UsageService::writeSums()
{
    m_database.write(
        [this](storage::Connection &connection) {
            m_flushing.takeFrom(m_pending);
            m_many = m_flushing.lines() > manyLines;
            if (auto written = m_flushing.write(connection); !written)
                return written;
            // Only hours that are still being added to need a look after a kill; the batch under way has some too.
            m_nextMark = m_flushing.lastHourMs();
            for (const auto &[name, line] : m_lines)
                m_nextMark = std::min(m_nextMark, line.hourMs);
            return m_nextMark > m_mark ? store::setMark(connection, totalsMark, m_nextMark) : Result<void>();
        },
        [this](const Result<void> &written) {
            if (written) {
                m_flushing.clear();
                m_mark = std::max(m_mark, m_nextMark);
            } else {
                m_pending.takeFrom(m_flushing);
                m_dirty = true;
            }
        });
}

void UsageService::finish()
{
    writeSums();
    m_database.write(
        [this](storage::Connection &connection) {
            // What could not be written stays marked.
            return m_pending.empty() && m_flushing.empty() ? store::setMark(connection, totalsMark, std::nullopt)
                                                           : Result<void>();
        },
        [](const Result<void> &) {});
}

Result<void> UsageService::turnTo(storage::Connection &connection, std::int64_t endedAtMs)
{
    const std::int64_t month = monthStart(endedAtMs);
    if (month == m_tableMonth)
        return {};
    const auto table = partitions::tableFor(connection, endedAtMs);
    if (!table)
        return table.error();
    m_insertSql = store::insertSql(*table);
    m_tableMonth = month;
    return {};
}

void UsageService::batchStarted()
{
    m_lines.clear();
    m_lastLine = nullptr;
    m_calls.clear();
    m_tableMonth = -1; // one that was made in a batch that is rolled back isn't there
    m_batchMark = m_mark;
}

Result<void> UsageService::write(storage::Connection &connection, const ledger::Settlement &settlement,
                                 std::optional<std::int64_t> entrySeq)
{
    if (auto turned = turnTo(connection, settlement.endedAtMs); !turned)
        return turned;
    if (auto inserted = store::insert(connection, m_insertSql, settlement, entrySeq); !inserted)
        return inserted;
    lineOf(settlement).sums.add(settlement);
    m_calls.push_back(&settlement);
    return {};
}

UsageService::Line &UsageService::lineOf(const ledger::Settlement &settlement)
{
    const std::int64_t hour = settlement.endedAtMs - settlement.endedAtMs % hourMs;
    if (m_lastLine && m_lastLine->hourMs == hour && sumUpTogether(*m_lastLine->first, settlement))
        return *m_lastLine;

    std::string name = std::to_string(hour);
    for (const std::string *part : {&settlement.account.text(), &settlement.project.text(), &settlement.key.text(),
                                    &settlement.model, &settlement.provider, &settlement.category})
        name.append(1, '\n').append(*part);
    name.append(1, '\n').append(ledger::outcomeName(settlement.outcome));

    Line &line = m_lines[std::move(name)];
    line.hourMs = hour;
    if (!line.first)
        line.first = &settlement;
    m_lastLine = &line;
    return line;
}

/// Before sums of an hour are only in memory, the database knows from which hour on to look.
Result<void> UsageService::markHour(storage::Connection &connection, std::int64_t hour)
{
    if (hour >= m_batchMark)
        return {};
    m_batchMark = hour;
    return store::setMark(connection, totalsMark, hour);
}

Result<void> UsageService::batchFinished(storage::Connection &connection)
{
    std::unordered_map<AccountId, std::map<std::int64_t, Sums>> months;
    for (const auto &[name, line] : m_lines) {
        if (auto added = store::addToRollup(connection, line.hourMs, *line.first, line.sums); !added)
            return added;
        if (auto marked = markHour(connection, line.hourMs); !marked)
            return marked;
        months[line.first->account][monthStart(line.hourMs)].add(line.sums);
    }
    for (const auto &[account, sums] : months) {
        for (const auto &[month, sum] : sums) {
            if (auto added = store::addToMonth(connection, month, account, sum); !added)
                return added;
        }
    }
    return {};
}

void UsageService::batchCommitted()
{
    m_mark = m_batchMark;
    for (const auto *call : m_calls)
        m_pending.add(*call, ledger::outcomeName(call->outcome));
    if (!m_calls.empty())
        m_dirty = true;
    if (m_listener)
        m_listener(m_calls);
    m_lines.clear();
    m_lastLine = nullptr;
    m_calls.clear();
}

} // namespace beaver::usage
