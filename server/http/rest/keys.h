#pragma once

#include <server/http/front/route_table.h>
#include <server/http/rest/limited_keys.h>
#include <server/identity/identity_service.h>
#include <server/limits/limits_service.h>
#include <server/storage/database.h>

namespace beaver::http {

/// API keys: of one's own account (`/api-keys`, BluesMinds' `/api/keys`) and of all (`/admin/api-keys`). A person makes
/// keys of their account; a key only where it has the permission `admin` or names the scope `keys`, only in its own
/// project, and never one that may do more than itself.
class KeyHandlers
{
public:
    KeyHandlers(identity::IdentityService &identity, limits::LimitsService &limits, storage::Database &database,
                const Clock &clock)
        : m_identity(identity)
        , m_limits(limits)
        , m_keys(identity, limits)
        , m_database(database)
        , m_clock(clock)
    {}

    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> create(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> one(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> change(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> revoke(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> rotate(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> signingSecret(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> audit(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> usage(std::shared_ptr<Exchange> exchange);

    QCoro::Task<Result<Answer>> adminList(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> adminCreate(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> adminOne(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> adminChange(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> adminRevoke(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> adminRotate(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> adminSigningSecret(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> adminAudit(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> adminUsage(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> adminRevokeMany(std::shared_ptr<Exchange> exchange);

    QCoro::Task<Result<Answer>> bluesMindsCreate(std::shared_ptr<Exchange> exchange);

    // The same on other paths: whoever asks has the authority that they are given. The key is `key_id` or `id` of the
    // path.
    QCoro::Task<Result<Answer>> listOf(std::shared_ptr<Exchange> exchange, AccountId account, ProjectId project);
    QCoro::Task<Result<Answer>> make(std::shared_ptr<Exchange> exchange, identity::KeyAuthority by,
                                     std::string_view prefix);
    QCoro::Task<Result<Answer>> patch(std::shared_ptr<Exchange> exchange, identity::KeyAuthority by);
    QCoro::Task<Result<Answer>> end(std::shared_ptr<Exchange> exchange, identity::KeyAuthority by);
    QCoro::Task<Result<Answer>> renew(std::shared_ptr<Exchange> exchange, identity::KeyAuthority by);
    /// May the caller manage keys of the own account, and which?
    static Result<identity::KeyAuthority> ownAuthority(const Exchange &exchange);
    /// May it see this key? Every key may look at itself.
    static Result<identity::KeyAuthority> viewAuthority(const Exchange &exchange, const KeyId &id);
    /// Anybody's keys, for a route that only administrators reach.
    static identity::KeyAuthority adminAuthority(const Exchange &exchange);

private:
    QCoro::Task<Result<Answer>> listFor(std::shared_ptr<Exchange> exchange, identity::KeyQuery query);
    QCoro::Task<Result<Answer>> show(std::shared_ptr<Exchange> exchange, identity::KeyAuthority by);
    QCoro::Task<Result<Answer>> renewSigning(std::shared_ptr<Exchange> exchange, identity::KeyAuthority by);
    QCoro::Task<Result<Answer>> auditOf(std::shared_ptr<Exchange> exchange, identity::KeyAuthority by);
    QCoro::Task<Result<Answer>> usageOf(std::shared_ptr<Exchange> exchange, identity::KeyAuthority by);

    identity::IdentityService &m_identity;
    limits::LimitsService &m_limits;
    const LimitedKeys m_keys;
    storage::Database &m_database;
    const Clock &m_clock;
};

} // namespace beaver::http
