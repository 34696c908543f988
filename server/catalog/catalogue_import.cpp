#include <QScopeGuard>

#include <server/catalog/catalogue_service.h>
#include <server/catalog/import_plan.h>
#include <server/catalog/litellm_map.h>
#include <shared/base/json_writer.h>

#include <algorithm>
#include <chrono>

namespace beaver::catalog {

namespace {

using storage::Connection;

constexpr std::size_t chunk = 100; ///< models written in one job: others' writes come in between

std::string dateOf(std::int64_t wallMs)
{
    const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds(wallMs)};
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(time));
    const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return std::to_string(static_cast<int>(day.year())) + "-" + two(static_cast<unsigned>(day.month())) + "-" +
           two(static_cast<unsigned>(day.day()));
}

struct Prepared
{
    ImportPlan plan;
    ImportReport report;
};

Result<Prepared> prepare(const StoredCatalogue &stored, std::string_view json, std::int64_t nowMs)
{
    auto map = readLiteLlmMap(json, dateOf(nowMs));
    if (!map)
        return map.error();
    Prepared prepared;
    prepared.plan = planImport(stored, std::move(*map), nowMs, prepared.report);
    return prepared;
}

std::size_t sizeOf(const ImportPlan &plan)
{
    return plan.added.size() + plan.repriced.size();
}

/// Writes a chunk of the plan: new models first, then new prices.
Result<void> writeChunk(Connection &connection, const ImportPlan &plan, std::size_t from, std::string_view actor,
                        std::int64_t nowMs)
{
    for (const std::size_t end = std::min(from + chunk, sizeOf(plan)); from < end; ++from) {
        Result<void> written;
        if (from < plan.added.size()) {
            const StoredModel &added = plan.added[from];
            written = store::insertModel(connection, added, nowMs);
            if (written && !added.model.category.empty())
                written =
                    store::noteCategory(connection, {added.model.id, {}, added.model.category, 0, 0}, actor, nowMs);
        } else {
            const auto &[model, version] = plan.repriced[from - plan.added.size()];
            written = store::insertVersion(connection, model, version, nowMs);
        }
        if (!written)
            return written;
    }
    return {};
}

std::string reportJson(const ImportReport &report)
{
    JsonWriter json;
    return json.beginObject()
        .field("added", report.added)
        .field("repriced", report.repriced)
        .field("unchanged", report.unchanged)
        .field("skipped", report.skipped)
        .field("refused", report.problems.size())
        .endObject()
        .take();
}

} // namespace

Result<ImportReport> CatalogueService::importLiteLlm(std::string_view json, bool dryRun, std::string_view actor)
{
    const std::lock_guard changing(m_changing);
    const auto nowMs = m_clock.wallMs();
    auto prepared = prepare(*stored(), json, nowMs);
    if (!prepared)
        return prepared.error();
    const ImportPlan &plan = prepared->plan;
    if (dryRun)
        return std::move(prepared->report);
    Result<void> written;
    for (std::size_t from = 0; from < sizeOf(plan) && written; from += chunk)
        written = write([&](Connection &connection) { return writeChunk(connection, plan, from, actor, nowMs); });
    // What came through before a failure is there and shows; the same import again does the rest.
    const auto reloaded = reload();
    if (!written || !reloaded)
        return written ? reloaded.error() : written.error();
    return std::move(prepared->report);
}

QCoro::Task<Result<ImportReport>> CatalogueService::importLater(ops::Executor &loop, std::string json, bool dryRun,
                                                                audit::Actor actor)
{
    // Taken before the plan is made: a plan that was made beside another import's writes would be old.
    if (!dryRun && m_importing.exchange(true))
        co_return Error{ErrorCode::Conflict, "An import is running. Wait for it to end.", {}, "import_running", {}, 0};
    const auto over = qScopeGuard([this, dryRun] {
        if (!dryRun)
            m_importing = false;
    });
    const auto nowMs = m_clock.wallMs();
    auto reading = m_database.read(
        loop, [catalogue = stored(), json = std::move(json), nowMs](Connection &) -> Result<std::shared_ptr<Prepared>> {
            auto read = prepare(*catalogue, json, nowMs);
            if (!read)
                return read.error();
            return std::make_shared<Prepared>(std::move(*read));
        });
    const auto prepared = co_await reading;
    if (!prepared)
        co_return prepared.error();
    if (dryRun)
        co_return std::move((*prepared)->report);
    Result<void> written;
    const std::size_t size = sizeOf((*prepared)->plan);
    for (std::size_t from = 0; (from < size || from == 0) && written; from += chunk) {
        auto writing =
            m_database.write(loop, [ready = *prepared, from, actor, nowMs](Connection &connection) -> Result<void> {
                auto done = writeChunk(connection, ready->plan, from, actor.account, nowMs);
                if (done && from == 0) // with the first prices, not after the last: who ends in between leaves its name
                    done = audit::append(connection,
                                         {actor, "models.import", "catalogue", {}, reportJson(ready->report)}, nowMs);
                return done;
            });
        written = co_await writing;
    }
    const ops::Promise<Result<void>> loaded(loop);
    load([loaded](Result<void> done) { loaded.set(std::move(done)); });
    auto loading = loaded.future();
    const auto reloaded = co_await loading;
    if (!written || !reloaded)
        co_return written ? reloaded.error() : written.error();
    co_return std::move((*prepared)->report);
}

} // namespace beaver::catalog
