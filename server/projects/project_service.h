#pragma once

#include <server/audit/audit_log.h>
#include <server/ops/sealing.h>
#include <server/projects/own_credentials.h>
#include <server/projects/types.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace beaver::projects {

/// Projects, their members and the provider keys they bring. What somebody has no part in is NotFound for them; what
/// they may only see is Forbidden (`project_role_required`) to change. Every change leaves a line in the audit log. Any
/// thread.
class ProjectService
{
public:
    static constexpr std::int64_t mostOfAccount = 1000;
    static constexpr std::size_t mostMembers = 500;

    ProjectService(storage::Database &database, const Secret &masterKey, std::vector<OwnTarget> targets,
                   const Clock &clock);

    /// Loads the keys that projects bring. Blocks; at start only.
    Result<void> start();

    /// What a project brings of its own; asked by every call.
    std::shared_ptr<const OwnEndpoints> own(const ProjectId &project) const { return m_own.find(project); }
    std::vector<std::string> ownProviders() const; ///< for which keys can be brought

    /// Of a project; of a provider's key. An error names the field.
    static Result<void> checkName(std::string_view name);
    static Result<void> checkKey(const Secret &key);

    ops::Future<Result<Page>> page(ops::Executor &loop, Query query);
    /// `least`: what the viewer must be.
    ops::Future<Result<View>> find(ops::Executor &loop, ProjectId id, Viewer viewer,
                                   MemberRole least = MemberRole::Viewer);
    ops::Future<Result<View>> create(ops::Executor &loop, audit::Actor actor, AccountId account, std::string name);
    /// `status`: `active` or `archived`. The keys of one that is archived are the caller's to revoke.
    ops::Future<Result<View>> change(ops::Executor &loop, audit::Actor actor, Viewer viewer, ProjectId id,
                                     std::optional<std::string> name, std::optional<std::string> status);
    ops::Future<Result<View>> remove(ops::Executor &loop, audit::Actor actor, Viewer viewer, ProjectId id);

    ops::Future<Result<std::vector<Member>>> members(ops::Executor &loop, Viewer viewer, ProjectId id);
    /// `email` as accounts have it.
    ops::Future<Result<Member>> putMember(ops::Executor &loop, audit::Actor actor, Viewer viewer, ProjectId id,
                                          std::string email, MemberRole role);
    /// Everybody may leave; others are sent away by an owner.
    ops::Future<Result<Member>> removeMember(ops::Executor &loop, audit::Actor actor, Viewer viewer, ProjectId id,
                                             AccountId member);

    ops::Future<Result<Credential>> putCredential(ops::Executor &loop, audit::Actor actor, Viewer viewer, ProjectId id,
                                                  std::string provider, Secret key);
    ops::Future<Result<Credential>> removeCredential(ops::Executor &loop, audit::Actor actor, Viewer viewer,
                                                     ProjectId id, std::string provider);

private:
    template <typename T>
    ops::Future<Result<T>> write(ops::Executor &loop, std::function<Result<T>(storage::Connection &)> work,
                                 ProjectId renews = {});
    Result<View> viewOf(storage::Connection &connection, const ProjectId &id, const Viewer &viewer,
                        MemberRole least) const;
    Result<std::map<std::string, Secret>> opened(storage::Connection &connection, const ProjectId &id) const;

    storage::Database &m_database;
    const ops::CredentialBox m_box;
    OwnCredentials m_own;
    const Clock &m_clock;
};

} // namespace beaver::projects
