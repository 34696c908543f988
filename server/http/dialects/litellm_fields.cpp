#include <QDateTime>
#include <QTimeZone>

#include <server/http/dialects/litellm_fields.h>
#include <server/limits/calendar.h>
#include <shared/api/rfc3339.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace beaver::http {

namespace {

using limits::Limit;
using limits::Period;
using limits::Resource;

constexpr std::int64_t longestDuration = 36'500; // of any unit: a hundred years of days
constexpr std::array<std::pair<std::string_view, Period>, 6> budgetDurations{{
    {"1d", Period::Day},
    {"24h", Period::Day},
    {"7d", Period::Week},
    {"1w", Period::Week},
    {"30d", Period::Month},
    {"1mo", Period::Month},
}};
constexpr std::array<std::pair<std::string_view, Limit>, 3> rateLimits{{
    {"tpm_limit", {Resource::Tokens, Period::Minute, 0, false}},
    {"rpm_limit", {Resource::Requests, Period::Minute, 0, false}},
    {"max_parallel_requests", {Resource::Concurrent, Period::Now, 0, false}},
}};

/// Empty: it isn't one.
std::optional<std::int64_t> after(std::string_view text, std::int64_t nowMs)
{
    std::int64_t count = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
    const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    if (failure != std::errc() || count < 1 || count > longestDuration)
        return std::nullopt;
    if (unit == "mo")
        return QDateTime::fromMSecsSinceEpoch(nowMs, QTimeZone::utc())
            .addMonths(static_cast<int>(std::min<std::int64_t>(count, 1200)))
            .toMSecsSinceEpoch();
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> units{{
        {"s", 1'000},
        {"m", 60'000},
        {"h", 3'600'000},
        {"d", 86'400'000},
        {"w", 7 * 86'400'000},
    }};
    const auto *found = std::ranges::find(units, unit, [](const auto &each) { return each.first; });
    return found == units.end() ? std::nullopt : std::optional(nowMs + count * found->second);
}

std::optional<Period> readBudgetDuration(JsonBody &body)
{
    if (body.saysNull("budget_duration"))
        return Period::Total;
    const auto text = body.optionalText("budget_duration");
    if (!text)
        return std::nullopt;
    for (const auto &[name, period] : budgetDurations)
        if (name == *text)
            return period;
    body.refuse("budget_duration", "1d (24h), 7d (1w) or 30d (1mo) is expected, or null for a budget that never opens "
                                   "anew.");
    return std::nullopt;
}

bool isEmptyJson(std::string_view json)
{
    std::string bare(json);
    std::erase_if(bare, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    constexpr std::array<std::string_view, 6> empty{"{}", "[]", "\"\"", "false", "0", "0.0"};
    return std::ranges::find(empty, bare) != empty.end();
}

} // namespace

std::optional<std::optional<std::int64_t>> readDuration(JsonBody &body, std::int64_t nowMs)
{
    constexpr std::optional<std::int64_t> forEver;
    if (body.saysNull("duration"))
        return std::optional(forEver);
    const auto text = body.optionalText("duration");
    if (!text)
        return std::nullopt;
    if (*text == "-1")
        return std::optional(forEver);
    const auto at = after(*text, nowMs);
    if (!at)
        body.refuse("duration", "A whole number and one of s, m, h, d, w and mo is expected, such as 30d.");
    return std::optional(at);
}

std::vector<LimitChange> readLiteLlmLimits(JsonBody &body, const std::vector<Limit> &before)
{
    std::vector<LimitChange> changes;
    for (auto [name, limit] : rateLimits) {
        const bool removed = body.saysNull(name);
        const auto amount = body.optionalNumber(name);
        if (amount && *amount < 0)
            body.refuse(name, "A number from 0 is expected.");
        limit.amount = amount.value_or(0);
        if (removed || amount)
            changes.push_back({limit, removed});
    }
    const auto shown = budgetOf(before);
    const auto period = readBudgetDuration(body);
    const bool removed = body.saysNull("max_budget");
    const auto amount = body.optionalMoney("max_budget");
    if (amount && amount->isNegative())
        body.refuse("max_budget", "An amount from 0 USD is expected.");
    if (!amount && !removed && !(period && shown))
        return changes; // a window without a budget limits nothing, there as here
    if (shown)
        changes.push_back({*shown, true});
    if (!removed)
        changes.push_back({{Resource::Spend, period.value_or(shown ? shown->period : Period::Total),
                            amount ? amount->nanoUsd() : shown->amount, false},
                           false});
    return changes;
}

std::optional<std::vector<std::string>> readLiteLlmModels(JsonBody &body)
{
    auto models = body.optionalTexts("models");
    if (!models)
        return models;
    constexpr std::array<std::string_view, 2> notOurs{"all-team-models", "no-default-models"};
    if (std::ranges::find_first_of(*models, notOurs) != models->end())
        body.refuse("models", "Ids of models are expected, or their beginnings with one * at the end.");
    if (std::ranges::find(*models, "all-proxy-models") != models->end())
        models->clear();
    return models;
}

void refuseUnlessEmpty(JsonBody &body, std::initializer_list<std::string_view> names)
{
    for (const auto name : names) {
        const auto json = body.optionalJson(name);
        if (json && !isEmptyJson(*json))
            body.refuse(name, "This gateway has nothing like it; leave it out.");
    }
}

std::optional<Limit> budgetOf(const std::vector<Limit> &limits)
{
    std::optional<Limit> longest;
    for (const auto &limit : limits)
        if (limit.resource == Resource::Spend && !limit.shadow && (!longest || limit.period > longest->period))
            longest = limit;
    return longest;
}

std::int64_t spendFromMs(const std::vector<Limit> &limits, std::string_view zone, std::int64_t nowMs)
{
    const auto budget = budgetOf(limits);
    return budget && budget->period != Period::Total ? limits::calendarSpan(budget->period, nowMs, zone).startMs : 0;
}

void writeLiteLlmLimits(JsonWriter &json, const std::vector<Limit> &limits, std::string_view zone, std::int64_t nowMs)
{
    const auto budget = budgetOf(limits);
    if (budget)
        json.field("max_budget", Money::fromNanoUsd(budget->amount));
    else
        json.nullField("max_budget");
    if (budget && budget->period != Period::Total) {
        constexpr auto periodOf = [](const auto &each) { return each.second; };
        json.field("budget_duration", std::ranges::find(budgetDurations, budget->period, periodOf)->first)
            .field("budget_reset_at", api::rfc3339(limits::calendarSpan(budget->period, nowMs, zone).endMs));
    } else {
        json.nullField("budget_duration").nullField("budget_reset_at");
    }
    for (const auto &rate : rateLimits) {
        const auto &like = rate.second;
        const auto found = std::ranges::find_if(limits, [&like](const Limit &limit) {
            return limit.resource == like.resource && limit.period == like.period && !limit.shadow;
        });
        if (found == limits.end())
            json.nullField(rate.first);
        else
            json.field(rate.first, found->amount);
    }
}

} // namespace beaver::http
