#include <server/pricing/what_if.h>

#include <algorithm>
#include <limits>

namespace beaver::pricing {

namespace {

using catalog::Policy;
using wire::Bucket;

constexpr Int128 femtoPerNano = 1'000'000;
constexpr Int128 ppm = 1'000'000;

/// Sums of one model over all accounts with one policy.
struct Usage
{
    std::string accountPolicy;
    std::string model;
    std::string category;
    std::int64_t calls = 0;
    std::int64_t input = 0;
    std::int64_t output = 0;
    Money listCost;
    Money cost;
};

Money rounded(Int128 amount, Int128 unit)
{
    const Int128 most = std::numeric_limits<std::int64_t>::max() / 4;
    return Money::fromNanoUsd(static_cast<std::int64_t>(std::min((amount + unit / 2) / unit, most)));
}

/// Femto-USD of the tokens at these prices, all of a side at the price of its plain tokens.
Int128 tokensAt(const catalog::PriceVersion &price, const Usage &usage)
{
    return Int128{usage.input} * price.unitPrice(Bucket::Input, 0) +
           Int128{usage.output} * price.unitPrice(Bucket::Output, 0);
}

/// The list cost if the model's list price were another.
Money relisted(const Usage &usage, const catalog::Model &model, const catalog::PriceVersion &price)
{
    const Int128 before = tokensAt(model.price, usage);
    const Int128 after = tokensAt(price, usage);
    if (before == 0)
        return rounded(after, femtoPerNano);
    // Other units than tokens grow with them; sums of a month stay far below 2^127 in nano-USD × ratio in ppm.
    const Int128 ratio = after * ppm / before;
    return rounded(Int128{usage.listCost.nanoUsd()} * ratio, ppm);
}

Money sold(const Policy &policy, const Usage &usage, Money listCost, std::int64_t markupPpm)
{
    switch (policy.kind) {
    case Policy::Kind::CategoryMarkup:
        return rounded(Int128{listCost.nanoUsd()} * (ppm + markupPpm), ppm);
    case Policy::Kind::PassThrough:
        return listCost;
    case Policy::Kind::FlatPerToken:
        return rounded((Int128{usage.input} + usage.output) * policy.terms->femtoUsdPerToken, femtoPerNano);
    case Policy::Kind::FixedPrice: {
        const auto price = [&](Bucket bucket) {
            return policy.terms->prices[static_cast<std::size_t>(bucket)].value_or(0);
        };
        return rounded(Int128{usage.input} * price(Bucket::Input) + Int128{usage.output} * price(Bucket::Output) +
                           Int128{usage.calls} * price(Bucket::Requests),
                       femtoPerNano);
    }
    }
    return listCost;
}

Result<std::vector<Usage>> usageSince(storage::Connection &connection, std::int64_t fromMs)
{
    auto &rows = connection.prepared(
        "SELECT a.pricing_policy, r.model_id, r.category, SUM(r.calls), SUM(r.input_tokens), SUM(r.output_tokens), "
        "SUM(r.list_cost), SUM(r.cost) FROM usage_rollups r JOIN accounts a ON a.id = r.account_id WHERE r.hour >= ? "
        "AND "
        "r.outcome NOT LIKE 'refused%' AND r.outcome <> 'cached' AND (r.cost <> 0 OR r.byok_cost = 0) GROUP BY "
        "a.pricing_policy, r.model_id, r.category");
    rows.bind(fromMs);
    std::vector<Usage> all;
    for (;;) {
        const auto row = rows.next();
        if (!row)
            return row.error();
        if (!*row)
            return all;
        all.push_back({rows.text(0), rows.text(1), rows.text(2), rows.integer(3), rows.integer(4), rows.integer(5),
                       Money::fromNanoUsd(rows.integer(6)), Money::fromNanoUsd(rows.integer(7))});
    }
}

void add(Takings &to, Money listCost, Money revenue)
{
    to.listCost += listCost;
    to.revenue += revenue;
}

} // namespace

Result<Comparison> compare(storage::Connection &connection, const catalog::Snapshot &catalogue,
                           const catalog::PricingState &pricing, const WhatIf &change)
{
    const auto usage = usageSince(connection, change.fromMs);
    if (!usage)
        return usage.error();
    Comparison done;
    std::map<std::string, Comparison::Line> categories;
    std::map<std::string, Comparison::Line> models;
    for (const Usage &used : *usage) {
        const auto *model = catalogue.entry(used.model);
        if (!model)
            continue; // it was never in the catalogue: nothing was sold
        const std::string &category = model->category.empty() ? used.category : model->category;
        const auto rule = std::ranges::find(pricing.categories, category, &catalog::CategoryRule::name);
        const std::int64_t markup = rule == pricing.categories.end() ? 0 : rule->markupPpm;
        const auto moved = change.categories.find(used.model);
        const std::string &newCategory = moved == change.categories.end() ? category : moved->second;
        const auto newRule = std::ranges::find(pricing.categories, newCategory, &catalog::CategoryRule::name);
        const auto set = change.markups.find(newCategory);
        const std::int64_t newMarkup = set != change.markups.end()           ? set->second
                                       : newRule == pricing.categories.end() ? 0
                                                                             : newRule->markupPpm;

        const Policy account = catalogue.policyOf(used.accountPolicy);
        const Policy &today = account.of(*model);
        const bool gateways = !account.ofAccount && !model->policy;
        const Policy &changed = gateways && change.policy ? *change.policy : today;

        Money list = used.listCost;
        if (const auto price = change.listPrices.find(used.model); price != change.listPrices.end()) {
            list = relisted(used, *model, price->second);
            done.approximate = true;
        }
        const Money now = sold(today, used, used.listCost, markup);
        const Money then = sold(changed, used, list, newMarkup);
        done.calls += used.calls;
        done.charged += used.cost;
        add(done.today, used.listCost, now);
        add(done.changed, list, then);
        for (auto *line : {&categories[category.empty() ? "none" : category], &models[used.model]}) {
            line->calls += used.calls;
            line->tokens += used.input + used.output;
            add(line->today, used.listCost, now);
            add(line->changed, list, then);
        }
    }
    for (auto &[name, line] : categories) {
        line.name = name;
        done.categories.push_back(std::move(line));
    }
    for (auto &[name, line] : models) {
        line.name = name;
        done.models.push_back(std::move(line));
    }
    const auto difference = [](const Comparison::Line &line) {
        const Money more = line.changed.revenue - line.today.revenue;
        return more.isNegative() ? -more : more;
    };
    std::ranges::sort(done.models, [&](const auto &one, const auto &other) {
        return std::pair(difference(one), one.today.revenue) > std::pair(difference(other), other.today.revenue);
    });
    return done;
}

} // namespace beaver::pricing
