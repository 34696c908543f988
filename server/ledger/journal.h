#pragma once

#include <server/ledger/ledger_store.h>
#include <server/ledger/types.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace beaver::ledger {

/// Writes what belongs to a settlement besides the ledger's own rows, in the same transaction: the usage record and its
/// rollups. Writer's thread only.
class Companion
{
public:
    virtual ~Companion() = default;
    /// A batch begins, perhaps again after a rollback: forget what was gathered for it.
    virtual void batchStarted() = 0;
    virtual Result<void> write(storage::Connection &connection, const Settlement &settlement,
                               std::optional<std::int64_t> entrySeq) = 0;
    /// What write() has put together is in the database after this: somebody in the same transaction may ask for it.
    virtual Result<void> insertWritten(storage::Connection &connection) = 0;
    /// insertWritten(), and the rest of the batch. `followed`: another batch comes at once.
    virtual Result<void> batchFinished(storage::Connection &connection, bool followed) = 0;
    /// What was written since batchStarted() is committed; the settlements live until this returns.
    virtual void batchCommitted() = 0;
};

/// How many rows of a batch wait to be inserted together: beyond, more save nothing and only take memory.
constexpr std::size_t mostRowsWaiting = 256;

/// A hold as the journal sees it. Shared by the call that owns it and the journal.
struct HoldRecord
{
    store::HoldRow row;         ///< `amount` is guarded by the account's lock; the journal gets its own copies
    std::int64_t createdUs = 0; ///< monotonic
    std::atomic<bool> closed = false;
    std::atomic<bool> durable = false;
    bool written = false; ///< writer's thread only: a row exists, or is in the batch under way
};

/// The queue between the calls and the writer: settlements, entries and holds, in the order in which they changed
/// balances, written together and reported when they are committed. push… from any thread.
class Journal final : public storage::BatchSource
{
public:
    using Done = std::function<void()>;
    /// What else belongs into an entry's transaction: an audit line, the row it pays for. Writer's thread; it fails
    /// only where the database does, because the entry stands by then.
    using Alongside = std::function<Result<void>(storage::Connection &, const Entry &)>;

    /// Makes the account that an entry is of. Writer's thread; where it fails for another reason than the database's
    /// state, nothing of it and of the entry is written.
    using Opening = std::function<Result<void>(storage::Connection &)>;

    /// `holdDelayUs`: a hold younger than this isn't written for its own sake, because a short call is settled by then
    /// and the settlement says it all.
    Journal(storage::Database &database, const Clock &clock, Companion &companion, std::int64_t holdDelayUs = 10'000);

    /// Before the first push: where the chain stands.
    void start(store::Head head);

    /// `balanceAfter` is the account's balance with this settlement's cost taken. `done` runs on the writer's thread
    /// after the commit; it may be null.
    void pushSettlement(std::unique_ptr<Settlement> settlement, std::shared_ptr<HoldRecord> hold, Money balanceAfter,
                        Done done);
    /// seq and hash are filled in by the journal, in `entry` itself, before `done`. `reply` is kept in the same
    /// transaction. `opening`, if there is one, goes first; what it refuses is done without an entry (seq 0).
    void pushEntry(std::shared_ptr<Entry> entry, std::optional<StoredReply> reply, AccountId replyOwner,
                   Alongside alongside, Done done, Opening opening = nullptr);
    void pushHold(std::shared_ptr<HoldRecord> hold);
    /// Writes the hold with the next batch, soon; `done` as above.
    void pushHoldNow(std::shared_ptr<HoldRecord> hold, Done done);
    void pushHoldAmount(std::shared_ptr<HoldRecord> hold, Money amount);
    /// Wakes the writer when holds are waiting past their delay. Called a few times a second.
    void tick();

    Result<void> writeBatch(storage::Connection &connection) override;
    void batchCommitted() override;

private:
    struct Item
    {
        enum class Kind : std::uint8_t { Settlement, Entry, Hold, HoldAmount } kind;
        std::unique_ptr<Settlement> settlement;
        std::shared_ptr<Entry> entry;
        std::shared_ptr<HoldRecord> hold;
        Money amount; ///< balance after it, or the hold's new amount
        Done done;
        std::optional<StoredReply> reply; ///< of an entry
        AccountId replyOwner;
        Alongside alongside; ///< of an entry
        Opening opening = nullptr;
    };
    void push(Item item, bool wake);
    void gather();
    bool isFollowed();
    Result<void> writeItem(storage::Connection &connection, Item &item);
    Result<void> writeEntry(storage::Connection &connection, Item &item);
    Result<void> openAccount(storage::Connection &connection, Item &item);
    Result<void> writeSettlement(storage::Connection &connection, Item &item);
    void link(Entry &entry);
    Result<void> insertWaiting(storage::Connection &connection);
    Result<void> insertAll(storage::Connection &connection);

    storage::Database &m_database;
    const Clock &m_clock;
    Companion &m_companion;
    const std::int64_t m_holdDelayUs;

    std::mutex m_mutex; // guards the two queues
    std::vector<Item> m_queue;
    bool m_called = false; ///< one of them has woken the writer
    std::deque<std::shared_ptr<HoldRecord>> m_youngHolds;

    // Writer's thread only.
    std::vector<Item> m_batch;
    std::deque<Entry> m_waiting; ///< entries of calls, linked and not yet in the database
    storage::Rows m_rows{store::entryColumnCount};
    store::Head m_committed;
    store::Head m_head;
    struct Change
    {
        Money balance;
        std::int64_t entries = 0;
    };
    std::unordered_map<AccountId, Change> m_balances;
    std::vector<std::shared_ptr<HoldRecord>> m_newlyWritten;
};

} // namespace beaver::ledger
