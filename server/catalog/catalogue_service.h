#pragma once

#include <QCoroTask>

#include <server/audit/audit_log.h>
#include <server/catalog/types.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>
#include <shared/base/published.h>
#include <shared/base/result.h>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace beaver::catalog {

struct CategoryMove;
struct CategoryPatch;
struct ModelPatch;
struct NewModel;
struct PricingState;
struct StoredCatalogue;

/// All models at one moment. Immutable; hold the pointer for as long as its models are used.
class Snapshot
{
public:
    explicit Snapshot(std::vector<Model> models, Policy policy = {});
    Snapshot(const Snapshot &) = delete;
    Snapshot &operator=(const Snapshot &) = delete;

    /// The gateway's pricing policy.
    const Policy &policy() const { return m_policy; }
    /// Of an account that has (or, empty, has not) a policy of its own.
    Policy policyOf(std::string_view ofAccount) const;

    /// By id or alias; null when there is none. Inactive models are found too: ask `active`.
    const Model *find(std::string_view idOrAlias) const;
    const std::vector<Model> &models() const { return m_models; } ///< by id; without price variants

    /// Whose price holds for pictures of this size (`1024x1792`) and quality (`hd`), empty where the request names
    /// none: `model` itself, or its variant, with the category and markup of `model`. Null: the model is priced by size
    /// and quality and this one has no price.
    const Model *priced(const Model &model, std::string_view quality, std::string_view size) const;
    /// The price variants of a model, by id; see variants.h.
    const std::vector<Model> &variants(const Model &model) const;
    /// As find(), but finds price variants too.
    const Model *entry(std::string_view idOrAlias) const;

private:
    Policy m_policy;
    std::vector<Model> m_models;
    std::unordered_map<std::string_view, const Model *> m_byName;   // views into m_models
    std::unordered_map<std::string, std::vector<Model>> m_variants; // by their model's id
};

/// One line of a recalculation.
struct CategoryChange
{
    std::string model;
    std::string was;
    std::string became;
    std::int64_t blendedFemtoUsd2 =
        0; ///< input + output price per token in femto-USD: twice the mean, so that it is exact
    std::int64_t markupPpm = 0;
};

struct Recalculation
{
    struct Cut
    {
        std::string category;
        int percentile = 0;
        std::int64_t markupPpm = 0;
        std::int64_t cutFemtoUsd2 = 0; ///< inclusive upper bound, twice the mean; meaningless for the last category
        int models = 0;
    };
    std::vector<Cut> cuts;
    std::vector<CategoryChange> changes; ///< only models whose category changes
    int models = 0;                      ///< active priced models counted
    bool applied = false;
};

/// What an import changes of one model.
struct ImportedPrice
{
    std::string model;
    std::string provider;
    std::optional<PriceVersion> was; ///< empty: a new model
    PriceVersion becomes;
};

struct ImportReport
{
    int added = 0;    ///< new models
    int repriced = 0; ///< new price versions of known models
    int unchanged = 0;
    int skipped = 0;                    ///< entries of kinds that Beaver doesn't sell
    std::vector<std::string> problems;  ///< `model: what is wrong`, refused
    std::vector<ImportedPrice> changes; ///< new models, then those with a new price
};

/// Models, list prices with versions, pricing categories. Reads come from a snapshot in memory; changes are written
/// first and shown in the next snapshot. Any thread, except where it says otherwise.
class CatalogueService
{
public:
    /// `policy`: the gateway's where no setting says otherwise (`BEAVER_PRICING`).
    CatalogueService(storage::Database &database, const Clock &clock, Policy policy = {});
    ~CatalogueService();
    CatalogueService(const CatalogueService &) = delete;
    CatalogueService &operator=(const CatalogueService &) = delete;

    /// Fills an empty database from the built-in catalogue (resources/catalogue.json), then loads. Blocks; at start
    /// only.
    Result<void> start();

    /// The models with the prices that are valid now. Cheap: no lock; a new one is made only when something has
    /// changed or a price version's time has come.
    std::shared_ptr<const Snapshot> snapshot() const;

    /// The five categories by percentile over all active priced models: P20, P40, P60, P80 by linear interpolation
    /// between ranks, in exact integers; a price equal to a cut belongs to the lower category. Blocks; not on a loop.
    Result<Recalculation> recalculate(bool dryRun, std::string_view actor);

    /// Reads a LiteLLM price map (model_prices_and_context_window.json). Prices are read from the numbers' text, never
    /// through a double. An entry whose price can't be held exactly in femto-USD, or has no price, is refused with a
    /// problem line. Blocks; not on a loop.
    Result<ImportReport> importLiteLlm(std::string_view json, bool dryRun, std::string_view actor);

    // Changes of administrators: written with their line of the audit log, then in the next snapshot of every loop.
    // `actor` is the id of the account. See catalogue_admin.h.
    ops::Future<Result<Model>> addModel(ops::Executor &loop, audit::Actor actor, NewModel wanted);
    ops::Future<Result<Model>> changeModel(ops::Executor &loop, audit::Actor actor, std::string id, ModelPatch patch);
    /// Answers the model that has the alias now, or had it.
    ops::Future<Result<Model>> addAlias(ops::Executor &loop, audit::Actor actor, std::string alias, std::string model);
    /// The alias stands for another model from the next call on.
    ops::Future<Result<Model>> changeAlias(ops::Executor &loop, audit::Actor actor, std::string alias,
                                           std::string model);
    /// A scheduled price that isn't in force yet: it won't be.
    ops::Future<Result<Model>> withdrawPrice(ops::Executor &loop, audit::Actor actor, std::string model,
                                             std::int64_t version);
    ops::Future<Result<void>> changeCategory(ops::Executor &loop, audit::Actor actor, std::string name,
                                             CategoryPatch patch);
    /// The gateway's policy; empty: that of the configuration again.
    ops::Future<Result<void>> setPolicy(ops::Executor &loop, audit::Actor actor, std::string policy);
    /// recalculate() for a loop. Applied, it is noted as the last one.
    ops::Future<Result<Recalculation>> recalculateLater(ops::Executor &loop, bool dryRun, audit::Actor actor);
    /// What a recalculation would do with other upper cuts, percentiles by category. Not on a loop.
    Result<Recalculation> recalculationWith(const std::map<std::string, int> &percentiles) const;

    /// importLiteLlm() for a loop, with a line of the audit log that says what it set out to do. Conflict while another
    /// one runs; a dry run disturbs nobody.
    QCoro::Task<Result<ImportReport>> importLater(ops::Executor &loop, std::string json, bool dryRun,
                                                  audit::Actor actor);

    PricingState pricing() const;
    /// All versions of a model's price, newest first; empty where there is no such model.
    std::vector<PriceVersion> priceHistory(std::string_view model) const;
    /// When the price of a model changes next, by its id: only those whose price is scheduled.
    std::map<std::string, std::int64_t> priceChanges() const;
    ops::Future<Result<std::vector<CategoryMove>>> categoryHistory(ops::Executor &loop, std::string model);

    ops::Future<Result<Model>> removeAlias(ops::Executor &loop, audit::Actor actor, std::string alias);

private:
    struct State;
    struct Priced;

    ops::Future<Result<Model>> change(ops::Executor &loop, std::function<Result<void>(storage::Connection &)> work,
                                      const std::string &id);
    /// Reads all of it; `done` is called on a reader's thread.
    void load(std::function<void(Result<void>)> done);
    Result<void> reload();
    std::shared_ptr<const StoredCatalogue> stored() const;
    Result<void> write(std::function<Result<void>(storage::Connection &)> work);

    storage::Database &m_database;
    const Clock &m_clock;
    const Policy m_configured;
    std::mutex m_changing; // one change at a time
    std::atomic<bool> m_importing = false;
    std::atomic<std::uint64_t> m_loads = 0;
    mutable std::mutex m_mutex; // guards m_state, and every change of m_priced
    std::unique_ptr<State> m_state;
    mutable Published<Priced> m_priced;
};

/// The pure part of recalculate(), with the default categories.
Recalculation categorise(const std::vector<Model> &models);

} // namespace beaver::catalog
