#pragma once

#include <QCoroTask>

#include <server/ledger/journal.h>
#include <server/ledger/types.h>
#include <server/ops/async.h>

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace beaver::ledger {

/// Money of one account in memory; opaque to all but the ledger.
struct AccountMoney;

/// Money borrowed from a balance while a call runs. It must end in settle() exactly once; a hold that dies open is
/// voided and reported as a bug. Move-only; loop's thread of its call.
class Hold
{
public:
    Hold() = default;
    Hold(Hold &&) noexcept = default;
    Hold &operator=(Hold &&other) noexcept;
    ~Hold();

    bool isOpen() const { return m_record != nullptr; }
    Money amount() const { return m_amount; }

private:
    friend class LedgerService;
    class LedgerService *m_ledger = nullptr;
    std::shared_ptr<AccountMoney> m_account;
    std::shared_ptr<HoldRecord> m_record;
    Money m_amount;
};

/// The only code that moves money. Balances live in memory, loaded on first use, and change under a lock of their
/// account: a hold is taken only from what is available, so settled + held never exceeds the credit (promise P1). What
/// changed is written by the journal in the same order. Any thread.
class LedgerService
{
public:
    LedgerService(storage::Database &database, const Clock &clock, Companion &companion);
    ~LedgerService();

    /// Reads the head of the chain and voids the holds that a killed process left: each becomes a usage record
    /// `interrupted`. Returns how many there were. Blocks; at start only, before anything else.
    Result<int> start();
    /// Holds past their delay get written. Called a few times a second.
    void tick() { m_journal.tick(); }

    /// The balance, when the account is in memory; else empty: await load().
    std::optional<Balance> balance(const AccountId &account) const;
    QCoro::Task<Result<Balance>> load(ops::Executor &loop, AccountId account);

    /// Takes `amount` out of what is available. The account must be loaded. InsufficientBalance: `available` tells what
    /// there is.
    Result<Hold> hold(const AccountId &account, const CallId &call, const KeyId &key, const std::string &model,
                      Money amount, Money *available = nullptr);
    /// Grows the hold to `amount` if the balance allows; false leaves it as it was.
    bool extend(Hold &hold, Money amount);
    bool isDurable(const Hold &hold) const { return hold.m_record->durable; }
    /// Asks for the hold's row to be committed soon and calls `done` (writer's thread) when it is.
    void makeDurable(const Hold &hold, Journal::Done done);

    /// Ends the hold and takes settlement.cost, at most what the account has: what is missing goes to `uncollected`.
    /// The rest of the hold is free again at once. `done` runs on the writer's thread after the commit.
    struct Settled
    {
        Money charged;
        Balance balance; ///< after it
    };
    Settled settle(Hold hold, std::unique_ptr<Settlement> settlement, Journal::Done done);
    /// Keeps the record of a call that never got a hold. Where nobody waits for it (refused) it is dropped when too
    /// many wait; `done` runs on the writer's thread after the commit.
    void record(std::unique_ptr<Settlement> settlement, Journal::Done done = nullptr);

    /// What an administrator or a customer moves outside of calls. The legs must sum to zero.
    struct Posting
    {
        EntryType type = EntryType::TopUp;
        AccountId account;
        Money customer, providerCost, revenue, cash, corrections;
        std::string reference;
        std::string description;
        AccountId actor; ///< whose Idempotency-Key `reply` is kept under
    };
    using KeepReply = std::function<StoredReply(const Entry &, const Balance &)>;
    /// Posts it and resumes after the commit. Money out comes from what is available alone, never from what calls hold:
    /// else InsufficientBalance. `reply` says what to keep under the actor's Idempotency-Key, `alongside` what else is
    /// written, both in the same transaction; either may be null.
    QCoro::Task<Result<Entry>> post(ops::Executor &loop, Posting posting, KeepReply reply,
                                    Journal::Alongside alongside);

    /// Money in by an administrator: cash → customer; the rest as post().
    QCoro::Task<Result<Entry>> topUp(ops::Executor &loop, AccountId account, Money amount, std::string description,
                                     AccountId actor, KeepReply reply, Journal::Alongside alongside = nullptr);

    /// An account that isn't there yet begins with money: what `opening` writes (the account and its row in `balances`)
    /// and the entry are one transaction. What `opening` refuses is answered, and nothing is written.
    QCoro::Task<Result<Entry>> open(ops::Executor &loop, Journal::Opening opening, AccountId account, Money amount,
                                    std::string description, AccountId actor, Journal::Alongside alongside);

    std::int64_t openHolds() const { return m_openHolds; }

private:
    friend class Hold;
    void abandon(Hold &hold);
    std::shared_ptr<AccountMoney> find(const AccountId &account) const;

    struct Stripe
    {
        mutable std::mutex mutex;
        std::unordered_map<AccountId, std::shared_ptr<AccountMoney>> accounts;
    };
    Stripe &stripe(const AccountId &account) const;

    storage::Database &m_database;
    const Clock &m_clock;
    Journal m_journal;
    mutable std::array<Stripe, 64> m_stripes;
    std::atomic<std::int64_t> m_openHolds = 0;
    std::atomic<std::int64_t> m_unawaitedRecords = 0;
};

} // namespace beaver::ledger
