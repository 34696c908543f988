#pragma once

#include <server/storage/database.h>
#include <shared/base/clock.h>

#include <atomic>
#include <cstdint>
#include <memory>

namespace beaver::usage {

/// Lets months of the request log go when all their calls are older than the retention: at once out of the log, then in
/// steps out of the file, one step a second, so that calls wait for none of them. Owned by shared_ptr: what the
/// database still has to do holds it.
class LogKeeper : public std::enable_shared_from_this<LogKeeper>
{
public:
    /// `days` 0: the log is kept for ever.
    LogKeeper(storage::Database &database, const Clock &clock, std::int64_t days)
        : m_database(database)
        , m_clock(clock)
        , m_days(days)
    {}

    /// Once a second; any thread.
    void tick();

private:
    storage::Database &m_database;
    const Clock &m_clock;
    const std::int64_t m_days;
    std::int64_t m_lookedUs = 0;
    bool m_looked = false;
    std::atomic<bool> m_sweeping = false;
    std::atomic<bool> m_working = false;
};

} // namespace beaver::usage
