#pragma once

#include <server/limits/limits_service.h>
#include <server/limits/limits_store.h>
#include <server/limits/slots.h>

#include <atomic>

namespace beaver::limits {

/// All plans at one moment.
struct PlanTable
{
    std::uint64_t version = 0;
    std::vector<Plan> plans;
    std::unordered_map<std::string, std::shared_ptr<const PlanLimits>, IdHash, std::equal_to<>> byId;
    bool hasTotal = false; ///< some plan has a budget in total
};

struct LimitsService::Private
{
    Private(storage::Database &store, const Clock &time)
        : database(store)
        , clock(time)
        , table(std::make_shared<const PlanTable>())
    {}

    storage::Database &database;
    const Clock &clock;

    mutable std::mutex tableMutex; // guards `table`
    std::shared_ptr<const PlanTable> table;
    std::atomic<std::uint64_t> tableVersion = 0;
    std::atomic<bool> totalsKnown = false; ///< of every account

    /// Held from the reading of what is stored until it is in force: who reads later reads what is newer. Readers'
    /// threads only.
    std::mutex adopting;

    // A call's slots are locked in this order.
    SlotMap accounts{Scope::Account, clock};
    SlotMap projects{Scope::Project, clock};
    SlotMap keys{Scope::Key, clock};

    std::mutex crossingsMutex;
    std::vector<Crossing> crossings;

    Moment now() const { return {clock.wallMs(), clock.monotonicUs()}; }
    SlotMap &slotsOf(Scope scope)
    {
        return scope == Scope::Account ? accounts : scope == Scope::Project ? projects : keys;
    }
    std::shared_ptr<const PlanTable> plans() const
    {
        const std::lock_guard lock(tableMutex);
        return table;
    }
    void setPlans(std::vector<Plan> plans);
    /// The slot is locked. Looks its plan up anew where it or the plans have changed.
    void findPlan(Slot &slot, std::string_view plan) const;

    Result<void> load(storage::Connection &connection);
    /// What is stored by now is in force when it answers, with what was used before. Whoever changed something asks;
    /// of changes at once the last to be stored stays, in whatever order they ask.
    ops::Future<Result<void>> adopt(ops::Executor &loop, Scope scope, std::string id);
    ops::Future<Result<void>> reloadPlans(ops::Executor &loop);
    Result<void> adoptNow(storage::Connection &connection, Scope scope, const std::string &id);
    Result<void> reloadPlansNow(storage::Connection &connection);

    /// The slot is locked, and rolled.
    void noteCrossings(Slot &slot, const Moment &now, bool full);
};

/// The slots of a ticket, locked in their order.
class SlotLocks
{
public:
    explicit SlotLocks(const std::array<std::shared_ptr<Slot>, 3> &slots)
    {
        for (std::size_t at = 0; at < slots.size(); ++at) {
            if (slots[at])
                m_locks[at] = std::unique_lock(slots[at]->mutex);
        }
    }

private:
    std::array<std::unique_lock<std::mutex>, 3> m_locks;
};

} // namespace beaver::limits
