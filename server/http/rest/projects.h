#pragma once

#include <server/http/front/route_table.h>
#include <server/http/rest/keys.h>
#include <server/projects/project_service.h>

namespace beaver::http {

/// `/projects` and `/admin/projects`. A person sees the projects of their account and those they are a member of; a key
/// of the default project all of its account's, any other key its own. Keys change projects with the permission
/// `admin`.
class ProjectHandlers
{
public:
    ProjectHandlers(projects::ProjectService &projects, identity::IdentityService &identity,
                    limits::LimitsService &limits, KeyHandlers &keys, storage::Database &database, const Clock &clock)
        : m_projects(projects)
        , m_identity(identity)
        , m_limits(limits)
        , m_keys(keys)
        , m_database(database)
        , m_clock(clock)
    {}

    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> create(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> one(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> change(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> remove(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> members(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> putMember(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> removeMember(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> credentials(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> putCredential(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> removeCredential(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> keys(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> createKey(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> changeKey(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> rotateKey(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> revokeKey(std::shared_ptr<Exchange> exchange);

    QCoro::Task<Result<Answer>> usage(std::shared_ptr<Exchange> exchange);

    QCoro::Task<Result<Answer>> adminList(std::shared_ptr<Exchange> exchange);

private:
    QCoro::Task<Result<Answer>> listFor(std::shared_ptr<Exchange> exchange, projects::Query query);
    QCoro::Task<Result<Answer>> show(std::shared_ptr<Exchange> exchange, projects::View view, int status);
    QCoro::Task<Result<void>> revokeKeysOf(std::shared_ptr<Exchange> exchange, ProjectId id);
    /// What the caller may do with keys of the project that the path names.
    QCoro::Task<Result<identity::KeyAuthority>> keyAuthority(std::shared_ptr<Exchange> exchange,
                                                             projects::MemberRole least);

    projects::ProjectService &m_projects;
    identity::IdentityService &m_identity;
    limits::LimitsService &m_limits;
    KeyHandlers &m_keys;
    storage::Database &m_database;
    const Clock &m_clock;
};

/// Who asks for a project: on `/admin/…` an administrator, else the caller.
projects::Viewer projectViewer(const Exchange &exchange);

} // namespace beaver::http
