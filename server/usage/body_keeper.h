#pragma once

#include <server/ops/sealing.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>
#include <shared/base/ids.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>

namespace beaver::usage {

/// What was asked and answered in a call.
struct CallBodies
{
    AccountId account;
    ProjectId project; ///< of the key it was made with; empty: the key is gone
    std::string request;
    std::string answer;
};

/// Bodies of calls, kept only for keys that ask for it, sealed with the master key and bound to their call. They have a
/// retention of their own. Which keys those are is in memory: a call asks without a lock where there are none. Owned by
/// shared_ptr: what the database still has to do holds it. Any thread.
class BodyKeeper : public std::enable_shared_from_this<BodyKeeper>
{
public:
    BodyKeeper(const Secret &masterKey, storage::Database &database, const Clock &clock, std::int64_t days)
        : m_box(masterKey)
        , m_database(database)
        , m_clock(clock)
        , m_days(days)
    {}

    /// Blocks; at start only.
    Result<void> start();

    bool keeps(const KeyId &key) const;
    /// After the commit of the choice.
    void chosen(const KeyId &key, bool keep);
    /// Seals and writes them, soon; each is cut at `longest`. Nobody waits: what can't be written is lost, and logged.
    void keep(const CallId &call, const AccountId &account, const KeyId &key, std::string request, std::string answer);
    static constexpr std::size_t longest = 1024 * 1024; ///< bytes

    /// Empty: there are none, or none any more. A reader's thread.
    Result<std::optional<CallBodies>> find(storage::Connection &connection, const CallId &call) const;

    /// Deletes what is older than the retention, some at a time. About once a second; any thread.
    void tick();

private:
    const ops::CredentialBox m_box;
    storage::Database &m_database;
    const Clock &m_clock;
    const std::int64_t m_days;
    std::atomic<bool> m_any = false;
    std::atomic<int> m_waiting = 0;
    std::atomic<bool> m_deleting = false;
    std::atomic<std::int64_t> m_nextLookUs = 0;
    mutable std::mutex m_mutex;
    std::unordered_set<KeyId> m_keys; // guarded by m_mutex
};

namespace store {

/// Whether the key's calls are kept. In the transaction of the audit line.
Result<void> setKeeping(storage::Connection &connection, const KeyId &key, const AccountId &account,
                        const std::string &actor, bool keep, std::int64_t nowMs);

} // namespace store

} // namespace beaver::usage
