#include <server/ledger/chain.h>
#include <server/ledger/ledger_store.h>
#include <server/ledger/proof.h>
#include <shared/base/int128.h>
#include <sodium.h>

#include <unordered_map>

namespace beaver::ledger {

namespace {

constexpr std::size_t mostProblems = 100;

struct Folded
{
    Int128 sum = 0;
    std::int64_t entries = 0;
    Money last;
};

class Prover
{
public:
    explicit Prover(storage::Connection &connection)
        : m_connection(connection)
    {}

    Result<void> run()
    {
        for (const auto step : {&Prover::walkEntries, &Prover::compareBalances, &Prover::countHolds}) {
            if (auto done = (this->*step)(); !done)
                return done;
        }
        m_proof.trialBalance = Money::fromNanoUsd(static_cast<std::int64_t>(m_trial));
        if (m_trial != 0)
            complain("the trial balance is " + m_proof.trialBalance.toDecimal() + " USD, not 0");
        m_proof.ok = m_proof.problems.empty();
        return {};
    }

    Proof take() { return std::move(m_proof); }

private:
    void complain(std::string problem)
    {
        if (m_proof.problems.size() < mostProblems)
            m_proof.problems.push_back(std::move(problem));
    }

    Result<void> walkEntries()
    {
        static const std::string sql =
            std::string("SELECT ") + store::entryColumns + " FROM ledger_entries ORDER BY seq";
        auto &rows = m_connection.prepared(sql);
        std::string previous = chainStart();
        std::int64_t expected = 1;
        for (;;) {
            const auto row = rows.next();
            if (!row)
                return row.error();
            if (!*row)
                break;
            const Entry entry = store::readEntry(rows);
            const std::string name = "entry " + std::to_string(entry.seq);
            const Int128 legs = static_cast<Int128>(entry.customer.nanoUsd()) + entry.providerCost.nanoUsd() +
                                entry.revenue.nanoUsd() + entry.cash.nanoUsd() + entry.corrections.nanoUsd();
            m_trial += legs;
            if (legs != 0)
                complain(name + ": its legs don't sum to 0");
            if (entry.seq != expected)
                complain(name + ": expected entry " + std::to_string(expected) + " here");
            if (entry.hash != chainHash(previous, entry))
                complain(name + ": its hash doesn't follow from the entry before");
            expected = entry.seq + 1;
            previous = entry.hash;

            auto &account = m_accounts[entry.account];
            account.sum += entry.customer.nanoUsd();
            account.last = entry.balanceAfter;
            ++account.entries;
            if (account.sum != entry.balanceAfter.nanoUsd())
                complain(name + ": balance_after isn't the sum of the account's entries");
            ++m_proof.entriesChecked;
        }
        m_proof.chainHead.resize(previous.size() * 2 + 1);
        sodium_bin2hex(m_proof.chainHead.data(), m_proof.chainHead.size(),
                       reinterpret_cast<const unsigned char *>(previous.data()), previous.size());
        m_proof.chainHead.pop_back();
        return {};
    }

    Result<void> compareBalances()
    {
        auto &rows = m_connection.prepared("SELECT account_id, balance, entries FROM balances");
        for (;;) {
            const auto row = rows.next();
            if (!row)
                return row.error();
            if (!*row)
                break;
            const auto found = m_accounts.find(AccountId(rows.text(0)));
            const Folded folded = found == m_accounts.end() ? Folded() : found->second;
            if (folded.sum != rows.integer(1))
                complain("account " + rows.text(0) + ": its balance isn't the sum of its entries");
            if (folded.entries != rows.integer(2))
                complain("account " + rows.text(0) + ": its count of entries is wrong");
            if (rows.integer(1) < 0)
                complain("account " + rows.text(0) + ": its balance is negative");
            if (found != m_accounts.end())
                m_accounts.erase(found);
            ++m_proof.accountsChecked;
        }
        for (const auto &[account, folded] : m_accounts)
            complain("account " + account.text() + ": has entries and no balance");
        return {};
    }

    Result<void> countHolds()
    {
        auto &sum = m_connection.prepared("SELECT COUNT(*), COALESCE(SUM(amount), 0) FROM holds");
        auto row = sum.next();
        if (!row)
            return row.error();
        m_proof.openHolds = sum.integer(0);
        m_proof.held = Money::fromNanoUsd(sum.integer(1));
        sum.reset();
        auto &interrupted =
            m_connection.prepared("SELECT COALESCE(SUM(calls), 0) FROM usage_rollups WHERE outcome = 'interrupted'");
        row = interrupted.next();
        if (!row)
            return row.error();
        m_proof.interrupted = interrupted.integer(0);
        interrupted.reset();
        return {};
    }

    storage::Connection &m_connection;
    Proof m_proof;
    Int128 m_trial = 0;
    std::unordered_map<AccountId, Folded> m_accounts;
};

} // namespace

Result<Proof> prove(storage::Connection &connection)
{
    // One transaction is one view: settlements that commit meanwhile aren't half seen.
    if (auto begun = connection.execute("BEGIN"); !begun)
        return begun.error();
    Prover prover(connection);
    const auto done = prover.run();
    const auto ended = connection.execute("ROLLBACK");
    if (!done)
        return done.error();
    if (!ended)
        return ended.error();
    return prover.take();
}

} // namespace beaver::ledger
