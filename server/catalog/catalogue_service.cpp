#include <server/catalog/builtin.h>
#include <server/catalog/catalogue_service.h>

#include <algorithm>
#include <future>
#include <limits>

namespace beaver::catalog {

struct CatalogueService::Priced
{
    Priced(std::vector<Model> models, Policy policy, std::int64_t from, std::int64_t until)
        : snapshot(std::move(models), std::move(policy))
        , fromMs(from)
        , untilMs(until)
    {}

    const Snapshot snapshot;
    const std::int64_t fromMs;  ///< its prices are those of this time …
    const std::int64_t untilMs; ///< … up to, not including, this

    bool isOf(std::int64_t nowMs) const { return fromMs <= nowMs && nowMs < untilMs; }
};

struct CatalogueService::State
{
    std::shared_ptr<const StoredCatalogue> stored = std::make_shared<const StoredCatalogue>();
    std::uint64_t number = 0; ///< of the load that made it

    std::shared_ptr<const Priced> priced(std::int64_t nowMs, const Policy &configured) const
    {
        auto fromMs = std::numeric_limits<std::int64_t>::min();
        auto untilMs = std::numeric_limits<std::int64_t>::max();
        for (const StoredModel &model : stored->models) {
            for (const PriceVersion &version : model.versions) {
                if (version.validFromMs <= nowMs)
                    fromMs = std::max(fromMs, version.validFromMs);
                else
                    untilMs = std::min(untilMs, version.validFromMs);
            }
        }
        return std::make_shared<const Priced>(currentModels(*stored, nowMs), stored->policy.value_or(configured),
                                              fromMs, untilMs);
    }
};

CatalogueService::CatalogueService(storage::Database &database, const Clock &clock, Policy policy)
    : m_database(database)
    , m_clock(clock)
    , m_configured(std::move(policy))
    , m_state(std::make_unique<State>())
    , m_priced(m_state->priced(m_clock.wallMs(), m_configured))
{}

CatalogueService::~CatalogueService() = default;

Result<void> CatalogueService::start()
{
    const std::lock_guard changing(m_changing);
    auto builtin = readBuiltin(builtinText());
    if (!builtin)
        return builtin.error();
    const auto nowMs = m_clock.wallMs();
    // Models, categories and their cuts in one piece: a killed first start leaves nothing behind.
    auto seeded = write([&](storage::Connection &connection) -> Result<void> {
        const auto empty = store::isEmpty(connection);
        if (!empty || !*empty)
            return empty ? Result<void>() : empty.error();
        StoredCatalogue fresh;
        for (const BuiltinModel &model : *builtin) {
            fresh.models.push_back(model.stored);
            if (auto inserted = store::insertModel(connection, model.stored, nowMs); !inserted)
                return inserted;
        }
        if (auto inserted = store::insertCategories(connection, defaultCategories()); !inserted)
            return inserted;
        return store::apply(connection, categorise(currentModels(fresh, nowMs)), {}, nowMs);
    });
    return seeded ? reload() : seeded;
}

std::shared_ptr<const Snapshot> CatalogueService::snapshot() const
{
    const auto nowMs = m_clock.wallMs();
    auto priced = m_priced.get();
    if (!priced->isOf(nowMs)) {
        const std::lock_guard lock(m_mutex);
        priced = m_priced.get();
        if (!priced->isOf(nowMs)) {
            m_priced.set(m_state->priced(nowMs, m_configured));
            priced = m_priced.get();
        }
    }
    const Snapshot *const snapshot = &priced->snapshot;
    return {std::move(priced), snapshot};
}

Result<Recalculation> CatalogueService::recalculate(bool dryRun, std::string_view actor)
{
    const std::lock_guard changing(m_changing);
    const auto catalogue = stored();
    const auto nowMs = m_clock.wallMs();
    auto done = categorise(currentModels(*catalogue, nowMs), catalogue->categories);
    if (dryRun)
        return done;
    auto written = write([&](storage::Connection &connection) { return store::apply(connection, done, actor, nowMs); });
    if (written)
        written = reload();
    if (!written)
        return written.error();
    done.applied = true;
    return done;
}

void CatalogueService::load(std::function<void(Result<void>)> done)
{
    // Of two that read at once the one that began later has seen more.
    const std::uint64_t number = ++m_loads;
    m_database.read([this, number, done = std::move(done)](storage::Connection &connection) {
        auto loaded = store::load(connection);
        if (!loaded) {
            done(loaded.error());
            return;
        }
        auto fresh = std::make_unique<State>();
        fresh->number = number;
        fresh->stored = std::make_shared<const StoredCatalogue>(std::move(*loaded));
        auto priced = fresh->priced(m_clock.wallMs(), m_configured);
        {
            const std::lock_guard lock(m_mutex);
            if (m_state->number < number) {
                m_state.swap(fresh);
                m_priced.set(std::move(priced));
            }
        }
        done({});
    });
}

Result<void> CatalogueService::reload()
{
    std::promise<Result<void>> promise;
    load([&promise](Result<void> loaded) { promise.set_value(std::move(loaded)); });
    return promise.get_future().get();
}

std::shared_ptr<const StoredCatalogue> CatalogueService::stored() const
{
    const std::lock_guard lock(m_mutex);
    return m_state->stored;
}

Result<void> CatalogueService::write(std::function<Result<void>(storage::Connection &)> work)
{
    std::promise<Result<void>> promise;
    m_database.write(std::move(work), [&promise](Result<void> result) { promise.set_value(std::move(result)); });
    return promise.get_future().get();
}

} // namespace beaver::catalog
