#include <server/usage/usage_service.h>

namespace beaver::usage {

namespace {

constexpr std::int64_t hourMs = 3'600'000;

} // namespace

UsageService::UsageService(storage::Database &database)
    : m_database(database)
{}

void UsageService::batchStarted()
{
    m_lines.clear();
}

Result<void> UsageService::write(storage::Connection &connection, const ledger::Settlement &settlement,
                                 std::optional<std::int64_t> entrySeq)
{
    if (auto inserted = store::insert(connection, settlement, entrySeq); !inserted)
        return inserted;

    const std::int64_t hour = settlement.endedAtMs - settlement.endedAtMs % hourMs;
    std::string name = std::to_string(hour);
    for (const std::string *part :
         {&settlement.account.text(), &settlement.key.text(), &settlement.model, &settlement.endpoint})
        name.append(1, '\n').append(*part);
    name.append(1, '\n').append(ledger::outcomeName(settlement.outcome));

    Line &line = m_lines[std::move(name)];
    line.hourMs = hour;
    if (!line.first)
        line.first = &settlement;
    ++line.sums.calls;
    line.sums.inputTokens += settlement.usage.inputTokens();
    line.sums.outputTokens += settlement.usage.outputTokens();
    line.sums.listCost += settlement.listCost;
    line.sums.cost += settlement.cost;
    line.sums.lastAtMs = settlement.endedAtMs;
    return {};
}

Result<void> UsageService::batchFinished(storage::Connection &connection)
{
    for (const auto &[name, line] : m_lines) {
        if (auto added = store::addToRollup(connection, line.hourMs, *line.first, line.sums); !added)
            return added;
    }
    m_lines.clear();
    return {};
}

} // namespace beaver::usage
