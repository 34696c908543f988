#include <server/http/rest/limited_keys.h>

namespace beaver::http {

namespace {

using identity::KeyAuthority;
using identity::Role;

/// Nobody gives a role above their own, and only owners make administrators.
Result<void> checkRole(Role wanted, const KeyAuthority &by)
{
    if (wanted <= by.role && (wanted < Role::Admin || by.role == Role::Owner))
        return {};
    return Error{ErrorCode::Forbidden,
                 wanted <= by.role ? "Only an owner may make an owner or admin."
                                   : "Nobody can give a role above their own.",
                 "role",
                 "role_required",
                 {},
                 0};
}

} // namespace

QCoro::Task<Result<NewLimitedKey>> LimitedKeys::create(std::shared_ptr<Exchange> exchange, identity::NewApiKey wanted,
                                                       std::vector<LimitChange> said, KeyAuthority by) const
{
    if (!by.project.isEmpty()) {
        if (!wanted.project.isEmpty() && wanted.project != by.project)
            co_return Error{ErrorCode::NotFound, "There is no such project.", "project_id", {}, {}, 0};
        wanted.project = by.project;
    }
    if (auto may = checkRole(wanted.role, by); !may)
        co_return may.error();
    wanted.createdBy = exchange->principal->account->id;
    auto creating = m_identity.createKey(*exchange->loop, std::move(wanted), by);
    auto created = co_await creating;
    if (!created)
        co_return created.error();
    NewLimitedKey made{std::move(*created), changed({}, said)};
    if (!made.limits.empty()) {
        auto writing =
            m_limits.setLimits(*exchange->loop, by.actor, limits::Scope::Key, made.created.key.id.text(), made.limits);
        const auto written = co_await writing;
        if (!written)
            co_return written.error();
    }
    co_return made;
}

QCoro::Task<Result<LimitedKey>> LimitedKeys::change(std::shared_ptr<Exchange> exchange, KeyId id,
                                                    identity::KeyPatch wanted, std::vector<LimitChange> said,
                                                    KeyAuthority by) const
{
    if (wanted.role)
        if (auto may = checkRole(*wanted.role, by); !may)
            co_return may.error();
    const bool ofItself = by.through && by.through->id == id;
    if (!said.empty() && by.through && (ofItself || !by.through->hasPermission("admin")))
        co_return Error{ErrorCode::Forbidden,
                        "A key changes limits and budgets only with the permission 'admin', and never its own.",
                        "limits",
                        "permission_required",
                        {},
                        0};
    auto changing = m_identity.changeKey(*exchange->loop, id, std::move(wanted), by);
    auto key = co_await changing;
    if (!key)
        co_return key.error();
    auto asking = m_limits.limitsOf(*exchange->loop, limits::Scope::Key, key->id.text());
    auto before = co_await asking;
    if (!before)
        co_return before.error();
    LimitedKey found{std::move(*key), std::move(*before)};
    if (!said.empty()) {
        found.limits = changed(std::move(found.limits), said);
        auto setting =
            m_limits.setLimits(*exchange->loop, by.actor, limits::Scope::Key, found.key.id.text(), found.limits);
        const auto set = co_await setting;
        if (!set)
            co_return set.error();
    }
    co_return found;
}

QCoro::Task<Result<LimitedKey>> LimitedKeys::read(std::shared_ptr<Exchange> exchange, KeyId id, KeyAuthority by) const
{
    auto reading = m_identity.key(*exchange->loop, std::move(id), std::move(by));
    auto key = co_await reading;
    if (!key)
        co_return key.error();
    auto asking = m_limits.limitsOf(*exchange->loop, limits::Scope::Key, key->id.text());
    auto limits = co_await asking;
    if (!limits)
        co_return limits.error();
    co_return LimitedKey{std::move(*key), std::move(*limits)};
}

} // namespace beaver::http
