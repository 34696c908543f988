#include <server/limits/presets.h>

namespace beaver::limits {

namespace {

Limit requests(Period period, std::int64_t amount)
{
    return {Resource::Requests, period, amount, false};
}

Limit tokens(Period period, std::int64_t amount)
{
    return {Resource::Tokens, period, amount, false};
}

Plan beaverPlan(std::string id, std::string name, std::int64_t perMinute, std::int64_t perMonth)
{
    return {std::move(id), std::move(name), {requests(Period::Minute, perMinute), requests(Period::Month, perMonth)}};
}

/// Requests a minute; tokens a minute, a day and a month.
Plan bluesmindsPlan(std::string id, std::string name, std::int64_t rpm, std::int64_t tpm, std::int64_t tpd,
                    std::int64_t month)
{
    return {std::move(id),
            std::move(name),
            {requests(Period::Minute, rpm), tokens(Period::Minute, tpm), tokens(Period::Day, tpd),
             tokens(Period::Month, month)}};
}

} // namespace

std::optional<std::vector<Plan>> presetPlans(std::string_view preset)
{
    std::vector<Plan> plans;
    if (preset == "beaver") {
        plans = {beaverPlan("free", "Free", 60, 10'000), beaverPlan("pro", "Pro", 600, 200'000),
                 beaverPlan("enterprise", "Enterprise", 5'000, 5'000'000)};
    } else if (preset == "bluesminds") {
        plans = {bluesmindsPlan("free", "Free", 10, 10'000, 1'000, 10'000),
                 bluesmindsPlan("starter", "Starter", 60, 100'000, 20'000, 500'000),
                 bluesmindsPlan("pro", "Pro", 200, 500'000, 100'000, 2'000'000),
                 bluesmindsPlan("enterprise", "Enterprise", 1'000, 2'000'000, 500'000, 10'000'000)};
    } else if (preset == "credit") {
        plans = {Plan{"credit",
                      "Credit",
                      {requests(Period::Minute, 60), requests(Period::Hour, 1'000), requests(Period::Day, 10'000),
                       tokens(Period::Minute, 10'000), tokens(Period::Hour, 100'000), tokens(Period::Day, 1'000'000)}}};
    } else {
        return std::nullopt;
    }
    plans.push_back(Plan{"unlimited", "Unlimited", {}});
    return plans;
}

} // namespace beaver::limits
