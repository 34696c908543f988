#include <server/usage/caller_sums.h>
#include <server/usage/log_partitions.h>
#include <server/usage/usage_store.h>

#include <algorithm>
#include <map>

namespace beaver::usage {

namespace {

constexpr std::size_t linesKept = 4096; // that have nothing to write, for the next calls of the same callers

using MonthSums = std::map<std::pair<std::string, std::int64_t>, Sums>; // by account and month

Result<void> addMonths(storage::Connection &connection, const MonthSums &months)
{
    for (const auto &[of, sums] : months) {
        if (auto added = store::addToMonth(connection, of.second, AccountId(of.first), sums); !added)
            return added;
    }
    return {};
}

} // namespace

CallerLine::CallerLine(const ledger::Settlement &call, std::string_view outcomeName)
    : hourMs(call.endedAtMs - call.endedAtMs % usage::hourMs)
    , account(call.account)
    , project(call.project)
    , key(call.key)
    , model(call.model)
    , provider(call.provider)
    , category(call.category)
    , outcome(outcomeName)
{}

bool CallerLine::takes(const ledger::Settlement &call, std::string_view outcomeName) const
{
    return hourMs == call.endedAtMs - call.endedAtMs % usage::hourMs && account == call.account && key == call.key &&
           model == call.model && provider == call.provider && project == call.project && category == call.category &&
           outcome == outcomeName;
}

void CallerSums::batchStarted()
{
    for (Pending *touched : m_touched)
        touched->batch = {};
    m_touched.clear();
    m_written = false;
}

void CallerSums::add(const ledger::Settlement &call, std::string_view outcome)
{
    if (!m_last || !m_last->line.takes(call, outcome)) {
        const std::int64_t hour = call.endedAtMs - call.endedAtMs % hourMs;
        m_name.assign(reinterpret_cast<const char *>(&hour), sizeof hour);
        for (const std::string_view part :
             {std::string_view(call.account.text()), std::string_view(call.project.text()),
              std::string_view(call.key.text()), std::string_view(call.model), std::string_view(call.provider),
              std::string_view(call.category), outcome})
            m_name.append(1, '\n').append(part);
        auto &found = m_lines[m_name];
        if (found.line.hourMs == 0)
            found.line = CallerLine(call, outcome);
        m_last = &found;
    }
    if (m_last->batch.calls == 0)
        m_touched.push_back(m_last);
    m_last->batch.add(call);
}

std::int64_t CallerSums::firstHourMs() const
{
    std::int64_t first = INT64_MAX;
    for (const auto *some : {&m_unwritten, &m_touched}) {
        for (const Pending *pending : *some)
            first = std::min(first, pending->line.hourMs);
    }
    return first;
}

Result<void> CallerSums::write(storage::Connection &connection)
{
    MonthSums months;
    const auto writeLine = [&](const Pending &pending) {
        Sums sums = pending.before;
        sums.add(pending.batch);
        months[{pending.line.account.text(), monthStart(pending.line.hourMs)}].add(sums);
        return store::addToRollup(connection, pending.line, sums);
    };
    for (const Pending *pending : m_unwritten) {
        if (auto written = writeLine(*pending); !written)
            return written;
    }
    for (const Pending *pending : m_touched) {
        if (pending->before.calls != 0)
            continue; // it was among those
        if (auto written = writeLine(*pending); !written)
            return written;
    }
    auto written = addMonths(connection, months);
    m_written = written.ok();
    return written;
}

void CallerSums::batchCommitted()
{
    for (Pending *touched : m_touched) {
        if (!m_written && touched->before.calls == 0)
            m_unwritten.push_back(touched);
        touched->before.add(touched->batch);
        touched->batch = {};
    }
    if (m_written) {
        for (const auto *some : {&m_unwritten, &m_touched}) {
            for (Pending *pending : *some)
                pending->before = {};
        }
        m_unwritten.clear();
        if (m_lines.size() > linesKept) {
            m_lines.clear();
            m_last = nullptr;
        }
    }
    m_touched.clear();
    m_written = false;
}

void CallerSums::writtenApart(bool committed)
{
    if (committed && m_written)
        batchCommitted();
    m_written = false;
}

Result<void> forgetCallerSums(storage::Connection &connection, std::int64_t fromHourMs)
{
    auto &old =
        connection.prepared("SELECT account_id, hour, SUM(calls), SUM(input_tokens), SUM(output_tokens), "
                            "SUM(list_cost), SUM(cost) FROM usage_rollups WHERE hour >= ? GROUP BY account_id, hour");
    MonthSums months;
    auto row = old.bind(fromHourMs).next();
    for (; row && *row; row = old.next()) {
        Sums less;
        less.calls = -old.integer(2);
        less.inputTokens = -old.integer(3);
        less.outputTokens = -old.integer(4);
        less.listCost = -Money::fromNanoUsd(old.integer(5));
        less.cost = -Money::fromNanoUsd(old.integer(6));
        months[{old.text(0), monthStart(old.integer(1))}].add(less);
    }
    if (!row)
        return row.error();
    if (auto taken = addMonths(connection, months); !taken)
        return taken;
    const auto forgotten = connection.prepared("DELETE FROM usage_rollups WHERE hour >= ?").bind(fromHourMs).run();
    return forgotten ? Result<void>() : Result<void>(forgotten.error());
}

} // namespace beaver::usage
