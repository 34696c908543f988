#include <server/ledger/ledger_store.h>
#include <server/storage/like_pattern.h>

#include <algorithm>
#include <array>
#include <functional>

namespace beaver::ledger::store {

namespace {

// A call's charge is found within so long after the call began.
constexpr std::int64_t beforeMs = 10 * 60'000;
constexpr std::int64_t behindMs = 26 * 3'600'000;

Result<std::vector<Entry>> all(storage::Statement &list)
{
    std::vector<Entry> rows;
    auto row = list.next();
    for (; row && *row; row = list.next())
        rows.push_back(readEntry(list));
    if (!row)
        return row.error();
    return rows;
}

/// What is searched for is found in these columns.
enum class Among {
    Everything,  ///< there is no search
    Words,       ///< of entries that aren't a call's charge: those say nothing of their own, and are many
    AllAccounts, ///< of whoever has it in their address or name
};

/// Of so many accounts each has its own entries looked up by an index; of more, entries are looked through for theirs,
/// which are then many.
constexpr int mostAccounts = 50;
constexpr const char *theirAccounts =
    "SELECT id FROM accounts WHERE (email LIKE ? ESCAPE '\\' OR LOWER(full_name) LIKE ? ESCAPE '\\' OR id = ?)";

Result<std::vector<std::string>> accountsFound(storage::Connection &connection, const EntryFilter &filter)
{
    const std::string pattern = storage::likePattern(filter.search);
    auto &find = connection.prepared(theirAccounts + std::string(" AND (? = '' OR id = ?) LIMIT ?"));
    find.bind(pattern).bind(pattern).bind(filter.search).bind(filter.account).bind(filter.account);
    find.bind(mostAccounts + 1);
    std::vector<std::string> found;
    auto row = find.next();
    for (; row && *row; row = find.next())
        found.push_back(find.text(0));
    if (!row)
        return row.error();
    return found;
}

Result<std::optional<Entry>> first(storage::Statement &find)
{
    const auto row = find.next();
    if (!row)
        return row.error();
    std::optional<Entry> found;
    if (*row)
        found = readEntry(find);
    find.reset();
    return found;
}

} // namespace

Result<std::int64_t> firstSeqAt(storage::Connection &connection, std::int64_t ms)
{
    const auto newest = head(connection);
    if (!newest)
        return newest.error();
    auto &look = connection.prepared("SELECT created_at FROM ledger_entries WHERE seq = ?");
    std::int64_t low = 1;
    std::int64_t high = newest->seq + 1;
    while (low < high) { // numbers run without a gap
        const std::int64_t middle = low + (high - low) / 2;
        const auto row = look.bind(middle).next();
        if (!row)
            return row.error();
        const bool earlier = *row && look.integer(0) < ms;
        look.reset();
        (earlier ? low : high) = earlier ? middle + 1 : middle;
    }
    return low;
}

namespace {

Result<std::vector<Entry>> matching(storage::Connection &connection, const EntryFilter &filter, Among among, int limit,
                                    std::int64_t beforeSeq)
{
    std::int64_t least = 0;
    std::int64_t most = beforeSeq > 0 ? beforeSeq : INT64_MAX;
    if (filter.fromMs) {
        const auto seq = firstSeqAt(connection, *filter.fromMs);
        if (!seq)
            return seq.error();
        least = *seq;
    }
    if (filter.untilMs) {
        const auto seq = firstSeqAt(connection, *filter.untilMs);
        if (!seq)
            return seq.error();
        most = std::min(most, *seq);
    }
    std::string sql = std::string("SELECT ") + entryColumns + " FROM ledger_entries WHERE seq >= ? AND seq < ?";
    const std::array<std::pair<const char *, const std::string *>, 4> texts{{{" AND account_id = ?", &filter.account},
                                                                             {" AND type = ?", &filter.type},
                                                                             {" AND reference = ?", &filter.reference},
                                                                             {" AND actor = ?", &filter.actor}}};
    for (const auto &[condition, value] : texts)
        sql += value->empty() ? "" : condition;
    if (filter.withoutUsage || (!filter.type.empty() && filter.type != "usage"))
        sql += " AND type <> 'usage'";
    sql += filter.amountFrom ? " AND customer >= ?" : "";
    sql += filter.amountTo ? " AND customer <= ?" : "";
    const std::string pattern = storage::likePattern(filter.search);
    if (among == Among::Words)
        sql += " AND type <> 'usage' AND (LOWER(description) LIKE ? ESCAPE '\\' OR reference = ? OR id = ?)";
    else if (among == Among::AllAccounts)
        sql += std::string(" AND account_id IN (") + theirAccounts + ')';
    auto &list = connection.prepared(sql + " ORDER BY seq DESC LIMIT ?");
    list.bind(least).bind(most);
    for (const auto &[condition, value] : texts) {
        if (!value->empty())
            list.bind(*value);
    }
    if (filter.amountFrom)
        list.bind(*filter.amountFrom);
    if (filter.amountTo)
        list.bind(*filter.amountTo);
    if (among == Among::Words)
        list.bind(pattern).bind(filter.search).bind(filter.search);
    else if (among == Among::AllAccounts)
        list.bind(pattern).bind(pattern).bind(filter.search);
    list.bind(limit);
    return all(list);
}

} // namespace

Result<std::vector<Entry>> entries(storage::Connection &connection, const EntryFilter &filter, int limit,
                                   std::int64_t beforeSeq)
{
    if (filter.search.empty())
        return matching(connection, filter, Among::Everything, limit, beforeSeq);
    auto found = matching(connection, filter, Among::Words, limit, beforeSeq);
    if (!found)
        return found;
    const auto accounts = accountsFound(connection, filter);
    if (!accounts)
        return accounts.error();
    const bool many = accounts->size() > static_cast<std::size_t>(mostAccounts);
    for (const std::string &account : many ? std::vector<std::string>{filter.account} : *accounts) {
        EntryFilter theirs = filter;
        theirs.account = account;
        const auto more = matching(connection, theirs, many ? Among::AllAccounts : Among::Everything, limit, beforeSeq);
        if (!more)
            return more.error();
        found->insert(found->end(), more->begin(), more->end());
    }
    std::ranges::sort(*found, std::ranges::greater(), &Entry::seq);
    const auto twice = std::ranges::unique(*found, {}, &Entry::seq);
    found->erase(twice.begin(), twice.end());
    if (found->size() > static_cast<std::size_t>(limit))
        found->resize(static_cast<std::size_t>(limit));
    return found;
}

Result<std::optional<Entry>> entryById(storage::Connection &connection, const AccountId &account, std::string_view id)
{
    auto &find = connection.prepared(std::string("SELECT ") + entryColumns +
                                     " FROM ledger_entries WHERE account_id = ? AND type <> 'usage' AND id = ?");
    find.bind(account.text()).bind(id);
    return first(find);
}

Result<std::optional<Entry>> chargeOf(storage::Connection &connection, std::string_view account, std::string_view call,
                                      std::int64_t aboutMs)
{
    const auto from = firstSeqAt(connection, aboutMs - beforeMs);
    if (!from)
        return from.error();
    const auto until = firstSeqAt(connection, aboutMs + behindMs);
    if (!until)
        return until.error();
    auto &find = connection.prepared(std::string("SELECT ") + entryColumns +
                                     " FROM ledger_entries WHERE account_id = ? AND seq >= ? AND seq < ? AND reference "
                                     "= ? AND type = 'usage' ORDER BY seq LIMIT 1");
    find.bind(account).bind(*from).bind(*until).bind(call);
    return first(find);
}

} // namespace beaver::ledger::store
