#pragma once

#include <server/projects/types.h>
#include <server/storage/connection.h>

#include <functional>

/// SQL of projects. On the thread of the connection.
namespace beaver::projects::store {

Result<std::optional<Project>> find(storage::Connection &connection, const ProjectId &id);
/// At most `query.limit` + 1, newest first.
Result<std::vector<Project>> page(storage::Connection &connection, const Query &query);
Result<std::int64_t> countOf(storage::Connection &connection, const AccountId &account);
Result<void> insert(storage::Connection &connection, const Project &project);
Result<void> update(storage::Connection &connection, const Project &project);
Result<std::int64_t> keysOf(storage::Connection &connection, const ProjectId &id);
/// Keys of projects that take no calls any more; there are none but after a kill between the two.
Result<void> revokeOrphanedKeys(storage::Connection &connection, std::int64_t nowMs);

Result<MemberRole> roleOf(storage::Connection &connection, const ProjectId &id, const AccountId &account);
Result<std::vector<Member>> members(storage::Connection &connection, const ProjectId &id);
Result<void> putMember(storage::Connection &connection, const ProjectId &id, const Member &member);
Result<void> removeMember(storage::Connection &connection, const ProjectId &id, const AccountId &account);
/// Active ones.
Result<std::optional<AccountId>> accountByEmail(storage::Connection &connection, const std::string &email);

Result<std::vector<Credential>> credentials(storage::Connection &connection, const ProjectId &id);
struct Sealed
{
    ProjectId project;
    std::string provider;
    std::string sealed;
};
/// Of one project, or of all active ones where it is empty.
Result<std::vector<Sealed>> sealedCredentials(storage::Connection &connection, const ProjectId &id);
Result<void> putCredential(storage::Connection &connection, const ProjectId &id, const Credential &credential,
                           const std::string &sealed);
/// False: there was none.
Result<bool> removeCredential(storage::Connection &connection, const ProjectId &id, const std::string &provider);

} // namespace beaver::projects::store
