#pragma once

#include <server/events/event_bus.h>
#include <server/ledger/ledger_service.h>
#include <server/routing/router.h>
#include <server/storage/database.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace beaver::app {

/// Brings what happens to the event bus: settled calls as they are committed; once a second counters, endpoints whose
/// state has changed, and what administrators did. Nothing of it while nobody watches. Owned by shared_ptr: the writer
/// and the readers hold it as long as they may call it.
class LiveFeed : public std::enable_shared_from_this<LiveFeed>
{
public:
    LiveFeed(std::shared_ptr<events::EventBus> bus, storage::Database &database, const ledger::LedgerService &ledger,
             const routing::Router &router, const Clock &clock)
        : m_bus(std::move(bus))
        , m_database(database)
        , m_ledger(ledger)
        , m_router(router)
        , m_clock(clock)
        , m_unwatchedMs(clock.wallMs())
    {}

    /// Writer's thread.
    void settled(const std::vector<const ledger::Settlement *> &calls);
    /// Once a second, on one thread.
    void tick();

private:
    void publishCounters();
    void publishEndpoints();
    void publishChanges();

    const std::shared_ptr<events::EventBus> m_bus;
    storage::Database &m_database;
    const ledger::LedgerService &m_ledger;
    const routing::Router &m_router;
    const Clock &m_clock;

    // Since the last tick.
    std::atomic<std::int64_t> m_calls = 0;
    std::atomic<std::int64_t> m_failed = 0;
    std::atomic<std::int64_t> m_tokens = 0;
    std::atomic<std::int64_t> m_costNano = 0;

    std::map<std::string, std::string> m_states; ///< of endpoints, when last looked
    std::int64_t m_unwatchedMs;                  ///< when it was last seen that nobody watches
    std::atomic<std::int64_t> m_auditLine = -1;  ///< last one that was told of; −1: not looked yet
    std::atomic<bool> m_reading = false;
};

} // namespace beaver::app
