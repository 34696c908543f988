#include <server/identity/types.h>

#include <algorithm>
#include <array>

namespace beaver::identity {

namespace {

constexpr std::array<std::string_view, 5> roleNames = {"", "viewer", "billing", "admin", "owner"};

}

std::string_view roleName(Role role)
{
    return roleNames[static_cast<std::size_t>(role)];
}

std::optional<Role> roleByName(std::string_view name)
{
    const auto *const found = std::ranges::find(roleNames, name);
    if (found == roleNames.end())
        return std::nullopt;
    return static_cast<Role>(found - roleNames.begin());
}

ProjectId confinedTo(const Principal &principal)
{
    return isConfined(principal) ? principal.key->project : ProjectId();
}

bool isConfined(const Principal &principal)
{
    if (!principal.key)
        return false;
    // The default project has its account's own number.
    const std::string_view project = principal.key->project.text();
    const std::string_view account = principal.account->id.text();
    return project.substr(std::min(ProjectId::prefix.size(), project.size())) !=
           account.substr(std::min(AccountId::prefix.size(), account.size()));
}

bool actsForAccount(const Principal &principal)
{
    if (!principal.key)
        return true;
    const ApiKey &key = *principal.key;
    return key.hasPermission("admin") && key.project == defaultProject(principal.account->id) &&
           (key.createdBy.isEmpty() || key.createdBy == principal.account->id);
}

bool ApiKey::mayUseModel(std::string_view model) const
{
    return allowedModels.empty() || std::ranges::any_of(allowedModels, [model](std::string_view allowed) {
               if (allowed.ends_with('*'))
                   return model.starts_with(allowed.substr(0, allowed.size() - 1));
               return model == allowed;
           });
}

bool ApiKey::mayUseScope(std::string_view scope) const
{
    return scopes.empty() || std::ranges::find(scopes, scope) != scopes.end();
}

bool ApiKey::hasPermission(std::string_view permission) const
{
    return std::ranges::find(permissions, permission) != permissions.end();
}

bool ApiKey::mayManageKeys() const
{
    return hasPermission("admin") || role >= Role::Admin || std::ranges::find(scopes, "keys") != scopes.end();
}

std::string_view ApiKey::status(std::int64_t nowMs) const
{
    if (revokedAtMs)
        return "revoked";
    if (expiresAtMs && *expiresAtMs <= nowMs)
        return "expired";
    return active ? "active" : "paused";
}

std::string_view ApiKey::environment() const
{
    constexpr std::string_view tagged = "gw_";
    if (!preview.starts_with(tagged))
        return {};
    const std::size_t end = preview.find('_', tagged.size());
    return end == std::string::npos ? std::string_view()
                                    : std::string_view(preview).substr(tagged.size(), end - tagged.size());
}

} // namespace beaver::identity
