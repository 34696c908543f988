#include <server/limits/limit_names.h>

#include <algorithm>
#include <limits>

namespace beaver::limits {

namespace {

constexpr std::array<std::string_view, 4> resources = {"requests", "tokens", "concurrent", "spend"};
constexpr std::array<std::string_view, 7> periods = {"minute", "hour", "day", "week", "month", "total", "now"};
constexpr std::array<std::string_view, 4> scopes = {"plan", "account", "project", "key"};

bool canBe(Resource resource, Period period)
{
    switch (resource) {
    case Resource::Requests:
    case Resource::Tokens:
        return period == Period::Minute || period == Period::Hour || period == Period::Day || period == Period::Month;
    case Resource::Concurrent:
        return period == Period::Now;
    case Resource::Spend:
        return period == Period::Day || period == Period::Week || period == Period::Month || period == Period::Total;
    }
    return false;
}

template <typename Enum, std::size_t size>
std::optional<Enum> byName(const std::array<std::string_view, size> &names, std::string_view name)
{
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? std::nullopt : std::optional(static_cast<Enum>(found - names.begin()));
}

} // namespace

std::string_view scopeName(Scope scope)
{
    return scopes[static_cast<std::size_t>(scope)];
}

std::optional<Scope> scopeByName(std::string_view name)
{
    return byName<Scope>(scopes, name);
}

std::string_view resourceName(Resource resource)
{
    return resources[static_cast<std::size_t>(resource)];
}

std::string_view periodName(Period period)
{
    return periods[static_cast<std::size_t>(period)];
}

std::optional<Limit> limitOf(std::string_view resource, std::string_view period)
{
    const auto what = byName<Resource>(resources, resource);
    const auto when = byName<Period>(periods, period);
    if (!what || !when || !canBe(*what, *when))
        return std::nullopt;
    return Limit{*what, *when, 0, false};
}

std::string limitName(const Limit &limit)
{
    std::string name(resourceName(limit.resource));
    if (limit.period == Period::Total)
        return name + "_total";
    return limit.period == Period::Now ? name : name + "_per_" + std::string(periodName(limit.period));
}

std::optional<Limit> limitByName(std::string_view name)
{
    if (name == resourceName(Resource::Concurrent))
        return Limit{Resource::Concurrent, Period::Now, 0, false};
    constexpr std::string_view total = "_total";
    if (name.ends_with(total))
        return limitOf(name.substr(0, name.size() - total.size()), periodName(Period::Total));
    constexpr std::string_view per = "_per_";
    const auto at = name.find(per);
    return at == std::string_view::npos ? std::nullopt : limitOf(name.substr(0, at), name.substr(at + per.size()));
}

std::string describe(const Limit &limit)
{
    if (limit.resource == Resource::Concurrent)
        return std::to_string(limit.amount) + " calls at once";
    std::string text = limit.resource == Resource::Spend ? Money::fromNanoUsd(limit.amount).toDecimal() + " USD"
                                                         : std::to_string(limit.amount) + " ";
    if (limit.resource != Resource::Spend)
        text += resourceName(limit.resource);
    if (limit.period == Period::Total)
        return text + " in total";
    return text + " per " + std::string(periodName(limit.period));
}

std::vector<Limit> inOrder(std::vector<Limit> limits)
{
    std::ranges::sort(limits, {}, [](const Limit &limit) { return std::pair(limit.resource, limit.period); });
    return limits;
}

std::int64_t LimitState::sharePpm() const
{
    if (limit.amount <= 0)
        return 1'000'000;
    const auto share = static_cast<long double>(used) / static_cast<long double>(limit.amount) * 1'000'000.0L;
    return static_cast<std::int64_t>(std::min(share, 1e15L));
}

} // namespace beaver::limits
