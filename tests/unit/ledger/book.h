#pragma once

#include <QTemporaryDir>

#include <server/ledger/ledger_service.h>
#include <server/ledger/proof.h>
#include <server/ops/event_loop.h>
#include <server/storage/database.h>
#include <server/usage/usage_service.h>

#include <memory>

namespace beaver::tests {

/// A ledger on a database of its own, with what a test asks of it made blocking.
class Book
{
public:
    Book();
    ~Book();

    /// A new account with that much in it.
    AccountId account(Money balance);
    ledger::Balance balance(const AccountId &id);
    void topUp(const AccountId &id, Money amount);
    /// Settles and waits for the commit.
    ledger::LedgerService::Settled settle(ledger::Hold hold, const AccountId &id, const CallId &call, Money cost,
                                          ledger::Outcome outcome = ledger::Outcome::Complete,
                                          const std::string &endpoint = {});
    ledger::Proof prove();
    void flush();
    /// Closes and opens the same file, as a restart does. `interrupted` calls were found.
    int reopen();
    /// A ledger anew, on the database as it is.
    void restartLedger();
    Result<void> execute(const std::string &sql);
    std::int64_t number(const std::string &sql);

    CallId newCall() { return newId<CallId>(clock.wallMs()); }
    ledger::LedgerService &ledger() { return *m_ledger; }
    usage::UsageService &usage() { return *m_usage; }
    storage::Database &database() { return *m_database; }

    ManualClock clock{1'760'000'000'000};
    ops::EventLoop loop;

private:
    int open();

    QTemporaryDir m_folder;
    std::unique_ptr<storage::Database> m_database;
    std::unique_ptr<usage::UsageService> m_usage;
    std::unique_ptr<ledger::LedgerService> m_ledger;
};

inline Money usd(std::int64_t nano)
{
    return Money::fromNanoUsd(nano);
}

} // namespace beaver::tests
