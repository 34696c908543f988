#include <server/http/rest/limits_json.h>
#include <server/limits/limit_names.h>
#include <server/wire/json_scan.h>
#include <shared/api/rfc3339.h>
#include <shared/base/decimal.h>

#include <algorithm>

namespace beaver::http {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t mostUnits = 1'000'000'000'000;
constexpr std::int64_t mostSpend = 1'000'000'000'000'000'000; ///< 1 billion USD

constexpr std::string_view knownLimits =
    "It takes requests_per_ and tokens_per_ with minute, hour, day or month, spend_per_ with day, week or month, "
    "spend_total, and concurrent.";

/// The amount's own text: a whole number, or USD.
std::optional<std::int64_t> readAmount(std::string_view text, limits::Resource resource)
{
    const bool money = resource == limits::Resource::Spend;
    if (money) {
        const auto amount = Money::parse(text);
        return amount && !amount->isNegative() && amount->nanoUsd() <= mostSpend ? std::optional(amount->nanoUsd())
                                                                                 : std::nullopt;
    }
    std::int64_t number = -1;
    dom::element element;
    if (wire::parseJson(text).get(element) || !element.is<std::int64_t>() || element.get(number))
        return std::nullopt;
    return number >= 0 && number <= mostUnits ? std::optional(number) : std::nullopt;
}

/// Name and text of each member; `json` is an object.
std::vector<std::pair<std::string, std::string>> membersOf(std::string_view json)
{
    std::vector<std::pair<std::string, std::string>> found;
    dom::object object;
    if (wire::parseJson(json).get(object))
        return found;
    std::vector<std::string> names;
    for (const auto field : object)
        names.emplace_back(field.key);
    std::size_t index = 0;
    for (const auto &member : wire::scanObject(json))
        found.emplace_back(names[index++], json.substr(member.valueBegin, member.valueEnd - member.valueBegin));
    return found;
}

std::string readLimit(const std::string &name, const std::string &text, LimitChange &change)
{
    const auto known = limits::limitByName(name);
    if (!known)
        return "'" + name.substr(0, 60) + "' is no limit. " + std::string(knownLimits);
    change.limit = *known;
    if (text == "null") {
        change.removed = true;
        return {};
    }
    std::string amountText = text;
    if (text.starts_with('{')) {
        amountText.clear();
        for (const auto &[part, value] : membersOf(text)) {
            if (part == "amount")
                amountText = value;
            else if (part == "shadow" && (value == "true" || value == "false"))
                change.limit.shadow = value == "true";
            else
                return "'" + name + "' takes a number, null, or an object of 'amount' and 'shadow'.";
        }
    }
    const auto amount = readAmount(amountText, known->resource);
    if (!amount)
        return "'" + name + "' takes " +
               (known->resource == limits::Resource::Spend ? "an amount in USD from 0" : "a whole number from 0") + ".";
    change.limit.amount = *amount;
    return {};
}

void writeAmount(JsonWriter &json, std::string_view name, limits::Resource resource, std::int64_t amount)
{
    if (resource == limits::Resource::Spend)
        json.field(name, Money::fromNanoUsd(amount));
    else
        json.field(name, amount);
}

} // namespace

std::optional<std::vector<LimitChange>> readLimits(JsonBody &body, std::string_view name)
{
    const auto json = body.optionalJson(name);
    if (!json)
        return std::nullopt;
    dom::object object;
    if (wire::parseJson(*json).get(object)) {
        body.refuse(name, "An object such as {\"requests_per_minute\": 60} is expected.");
        return std::nullopt;
    }
    std::vector<LimitChange> changes;
    for (const auto &[limit, text] : membersOf(*json)) {
        LimitChange change;
        if (auto wrong = readLimit(limit, text, change); !wrong.empty())
            body.refuse(name, std::move(wrong));
        const bool twice = std::ranges::any_of(changes, [&](const LimitChange &other) {
            return other.limit.resource == change.limit.resource && other.limit.period == change.limit.period;
        });
        if (twice)
            body.refuse(name, "'" + limit.substr(0, 60) + "' is there twice.");
        changes.push_back(change);
    }
    return changes;
}

std::vector<limits::Limit> changed(std::vector<limits::Limit> limits, const std::vector<LimitChange> &changes)
{
    for (const LimitChange &change : changes) {
        std::erase_if(limits, [&](const limits::Limit &limit) {
            return limit.resource == change.limit.resource && limit.period == change.limit.period;
        });
        if (!change.removed)
            limits.push_back(change.limit);
    }
    return limits;
}

void writeLimits(JsonWriter &json, std::string_view name, const std::vector<limits::Limit> &limits)
{
    json.key(name).beginObject();
    for (const auto &limit : limits::inOrder(limits)) {
        if (!limit.shadow) {
            writeAmount(json, limits::limitName(limit), limit.resource, limit.amount);
            continue;
        }
        json.key(limits::limitName(limit)).beginObject();
        writeAmount(json, "amount", limit.resource, limit.amount);
        json.field("shadow", true).endObject();
    }
    json.endObject();
}

void writeLimitState(JsonWriter &json, const limits::LimitState &state)
{
    const auto &limit = state.limit;
    json.beginObject()
        .field("scope", limits::scopeName(state.scope))
        .field("id", state.id)
        .optionalField("account_id", state.account.text())
        .field("name", limits::limitName(limit));
    writeAmount(json, "limit", limit.resource, limit.amount);
    writeAmount(json, "used", limit.resource, state.used);
    writeAmount(json, "remaining", limit.resource, std::max<std::int64_t>(limit.amount - state.used, 0));
    json.rawField("percent", formatScaled(state.sharePpm(), 4));
    if (state.endsMs != 0)
        json.field("starts_at", api::rfc3339(state.startsMs)).field("resets_at", api::rfc3339(state.endsMs));
    else
        json.nullField("starts_at").nullField("resets_at");
    json.field("shadow", limit.shadow).field("would_have_refused", state.wouldHaveRefused).endObject();
}

} // namespace beaver::http
