#include <server/identity/account_rules.h>
#include <server/identity/cidr.h>
#include <server/identity/key_rules.h>

#include <algorithm>

namespace beaver::identity {

namespace {

using Texts = std::vector<std::string>;

Error exceeds(std::string field)
{
    return {ErrorCode::Forbidden,
            "'" + field + "': a key can't give more than the key that makes or changes it has.",
            std::move(field),
            "key_exceeds_maker",
            {},
            0};
}

/// An empty list allows everything.
template <typename Covers> bool isWithin(const Texts &bounds, const Texts &list, Covers covers)
{
    if (bounds.empty())
        return true;
    return !list.empty() && std::ranges::all_of(list, [&](const std::string &one) {
        return std::ranges::any_of(bounds, [&](const std::string &bound) { return covers(bound, one); });
    });
}

bool isSame(const std::string &bound, const std::string &one)
{
    return bound == one;
}

bool coversModels(const std::string &bound, const std::string &one)
{
    return bound.ends_with('*') ? one.starts_with(std::string_view(bound).substr(0, bound.size() - 1)) : bound == one;
}

bool coversNetwork(const std::string &bound, const std::string &one)
{
    const auto outer = Cidr::parse(bound);
    const auto inner = Cidr::parse(one);
    return outer && inner && outer->contains(*inner);
}

} // namespace

Result<void> checkKeeper(const KeyAuthority &by, const Account &account)
{
    const std::string &actor = by.actor.account;
    if (!by.account.isEmpty() || actor.empty() || actor == account.id.text())
        return {};
    return checkRank({by.actor, by.role}, account.role);
}

Result<void> checkKey(const ApiKey &key, std::int64_t nowMs, bool expiryMatters)
{
    NewApiKey lists;
    lists.name = key.name;
    lists.scopes = key.scopes;
    lists.permissions = key.permissions;
    lists.allowedModels = key.allowedModels;
    lists.allowedIps = key.allowedIps;
    lists.allowedReferrers = key.allowedReferrers;
    lists.requestCap = key.requestCap;
    if (expiryMatters)
        lists.expiresAtMs = key.expiresAtMs;
    return checkNewKey(lists, nowMs);
}

Result<void> checkAdministers(const ApiKey &key, bool mayAdminister)
{
    if (mayAdminister || !key.mayManageKeys())
        return {};
    return Error{ErrorCode::Forbidden,
                 "Keys with the permission 'admin' or the scope 'keys' are for owners of the project to make.",
                 "permissions",
                 "project_role_required",
                 {},
                 0};
}

void inheritFrom(const ApiKey &maker, ApiKey &key)
{
    const auto take = [](const Texts &from, Texts &to) {
        if (to.empty())
            to = from;
    };
    take(maker.scopes, key.scopes);
    take(maker.allowedModels, key.allowedModels);
    take(maker.allowedIps, key.allowedIps);
    take(maker.allowedReferrers, key.allowedReferrers);
    if (!key.expiresAtMs)
        key.expiresAtMs = maker.expiresAtMs;
    key.requireSignature |= maker.requireSignature;
}

Result<void> checkWithin(const ApiKey &maker, const ApiKey &key)
{
    if (key.role > maker.role)
        return exceeds("role");
    for (const std::string &permission : key.permissions) {
        if (!maker.hasPermission(permission))
            return exceeds("permissions");
    }
    if (!isWithin(maker.scopes, key.scopes, isSame))
        return exceeds("scopes");
    if (!isWithin(maker.allowedModels, key.allowedModels, coversModels))
        return exceeds("allowed_models");
    if (!isWithin(maker.allowedIps, key.allowedIps, coversNetwork))
        return exceeds("allowed_ips");
    if (!isWithin(maker.allowedReferrers, key.allowedReferrers, isSame))
        return exceeds("allowed_referrers");
    if (maker.expiresAtMs && (!key.expiresAtMs || *key.expiresAtMs > *maker.expiresAtMs))
        return exceeds("expires_at");
    if (maker.requestCap && maker.id != key.id)
        return exceeds("request_cap"); // two keys with the cap of one would make twice the calls
    if (maker.requestCap && (!key.requestCap || *key.requestCap > *maker.requestCap))
        return exceeds("request_cap");
    if (maker.requireSignature && !key.requireSignature)
        return exceeds("require_signature");
    return {};
}

} // namespace beaver::identity
