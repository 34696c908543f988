#include <QDateTime>

#include <server/http/rest/key_body.h>
#include <simdjson.h>

#include <algorithm>
#include <array>

namespace beaver::http {

namespace {

using identity::Role;
using limits::Limit;
using limits::Period;
using limits::Resource;

constexpr std::int64_t dayMs = 86'400'000;

std::optional<std::int64_t> readTime(JsonBody &body, std::string_view name)
{
    const auto text = body.optionalText(name);
    if (!text)
        return std::nullopt;
    const QDateTime at = QDateTime::fromString(QString::fromStdString(*text), Qt::ISODateWithMs);
    if (!at.isValid())
        body.refuse(name, "A time such as 2027-01-31T12:00:00Z is expected.");
    return at.toMSecsSinceEpoch();
}

std::optional<std::int64_t> readExpiry(JsonBody &body, std::int64_t nowMs)
{
    const auto days = body.optionalNumber("expires_in_days");
    const auto at = readTime(body, "expires_at");
    if (days && at)
        body.refuse("expires_in_days", "Say either this or expires_at.");
    if (days && (*days < 1 || *days > 36'500))
        body.refuse("expires_in_days", "A number from 1 to 36500 is expected.");
    return days ? std::optional(nowMs + *days * dayMs) : at;
}

std::optional<Role> readRole(JsonBody &body)
{
    const auto name = body.optionalText("role");
    if (!name)
        return std::nullopt;
    const auto role = identity::roleByName(*name);
    if (!role)
        body.refuse("role", "viewer, billing, admin, owner or an empty text is expected.");
    return role;
}

std::string readPrefix(JsonBody &body)
{
    const auto environment = body.optionalText("environment");
    if (!environment || environment->empty())
        return "beaver_";
    constexpr std::array<std::string_view, 4> known{"live", "test", "staging", "dev"};
    if (std::ranges::find(known, *environment) == known.end())
        body.refuse("environment", "live, test, staging or dev is expected.");
    return "gw_" + *environment + "_";
}

constexpr std::size_t longestMetadata = 4096;

using Texts = std::vector<std::string>;

Texts list(JsonBody &body, std::string_view name)
{
    return body.optionalTexts(name).value_or(Texts());
}

} // namespace

std::optional<std::string> readKeyMetadata(JsonBody &body)
{
    const bool removed = body.saysNull("metadata");
    const auto json = body.optionalJson("metadata");
    if (!json || removed)
        return removed ? std::optional<std::string>("") : std::nullopt;
    std::string compact(json->size(), '\0');
    std::size_t size = 0;
    if (simdjson::minify(json->data(), json->size(), compact.data(), size) != simdjson::SUCCESS)
        size = 0;
    compact.resize(size);
    if (!compact.starts_with('{') || compact.size() > longestMetadata)
        body.refuse("metadata",
                    "A JSON object of up to " + std::to_string(longestMetadata) + " bytes, or null, is expected.");
    return compact == "{}" ? std::string() : compact;
}

std::vector<LimitChange> readLimitChanges(JsonBody &body)
{
    auto changes = readLimits(body, "limits").value_or(std::vector<LimitChange>());
    constexpr std::array<std::pair<std::string_view, Limit>, 4> quotas{{
        {"rpm", {Resource::Requests, Period::Minute, 0, false}},
        {"tpm", {Resource::Tokens, Period::Minute, 0, false}},
        {"daily_quota", {Resource::Tokens, Period::Day, 0, false}},
        {"monthly_quota", {Resource::Tokens, Period::Month, 0, false}},
    }};
    for (auto [name, limit] : quotas) {
        const bool removed = body.saysNull(name);
        const auto amount = body.optionalNumber(name);
        if (amount && *amount < 0)
            body.refuse(name, "A number from 0 is expected.");
        limit.amount = amount.value_or(0);
        if (removed || amount)
            changes.push_back({limit, removed});
    }
    constexpr std::array<std::pair<std::string_view, Period>, 4> budgets{{
        {"daily_budget", Period::Day},
        {"weekly_budget", Period::Week},
        {"monthly_budget", Period::Month},
        {"total_budget", Period::Total},
    }};
    for (const auto &[name, period] : budgets) {
        const bool removed = body.saysNull(name);
        const auto amount = body.optionalMoney(name);
        if (amount && amount->isNegative())
            body.refuse(name, "An amount from 0 USD is expected.");
        if (removed || amount)
            changes.push_back({{Resource::Spend, period, amount.value_or(Money()).nanoUsd(), false}, removed});
    }
    return changes;
}

identity::NewApiKey readNewKey(JsonBody &body, std::int64_t nowMs)
{
    identity::NewApiKey wanted;
    wanted.prefix = readPrefix(body);
    wanted.name = body.optionalText("name").value_or("API key");
    wanted.project = ProjectId(body.optionalText("project_id").value_or(""));
    wanted.role = readRole(body).value_or(Role::None);
    wanted.scopes = list(body, "scopes");
    wanted.permissions = list(body, "permissions");
    wanted.allowedModels = list(body, "allowed_models");
    wanted.allowedIps = list(body, "allowed_ips");
    wanted.allowedReferrers = list(body, "allowed_referrers");
    wanted.requestCap = body.optionalNumber("request_cap");
    wanted.expiresAtMs = readExpiry(body, nowMs);
    wanted.requireSignature = body.optionalFlag("require_signature").value_or(false);
    wanted.canSign = body.optionalFlag("can_sign").value_or(false);
    wanted.metadata = readKeyMetadata(body).value_or("");
    return wanted;
}

identity::KeyPatch readKeyPatch(JsonBody &body, std::int64_t nowMs)
{
    identity::KeyPatch patch;
    patch.name = body.optionalText("name");
    patch.role = readRole(body);
    patch.scopes = body.optionalTexts("scopes");
    patch.permissions = body.optionalTexts("permissions");
    patch.allowedModels = body.optionalTexts("allowed_models");
    patch.allowedIps = body.optionalTexts("allowed_ips");
    patch.allowedReferrers = body.optionalTexts("allowed_referrers");
    if (body.saysNull("request_cap"))
        patch.requestCap.emplace();
    if (const auto cap = body.optionalNumber("request_cap"))
        patch.requestCap.emplace(*cap);
    if (body.saysNull("expires_at"))
        patch.expiresAtMs.emplace();
    if (const auto at = readExpiry(body, nowMs))
        patch.expiresAtMs.emplace(*at);
    patch.active = body.optionalFlag("is_active");
    patch.requireSignature = body.optionalFlag("require_signature");
    patch.metadata = readKeyMetadata(body);
    return patch;
}

} // namespace beaver::http
