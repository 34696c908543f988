#pragma once

#include <shared/base/ids.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::projects {

/// What somebody may do in a project. Each includes the ones before it.
enum class MemberRole : std::uint8_t {
    None,
    Viewer, ///< sees it, its keys without their secrets, its usage
    Member, ///< makes keys, and changes those that they made
    Owner,  ///< everything
};
std::string_view memberRoleName(MemberRole role); ///< ``, `viewer`, `member`, `owner`
std::optional<MemberRole> memberRoleByName(std::string_view name);

/// A group of keys inside an account.
struct Project
{
    ProjectId id;
    AccountId account; ///< pays for its calls, and is its first owner
    std::string name;
    bool isDefault = false; ///< each account has one from its beginning; it can't be taken away
    std::string status;     ///< `active`, `archived`, `deleted`
    std::int64_t createdAtMs = 0;
    std::int64_t updatedAtMs = 0;
};

struct Member
{
    AccountId account;
    std::string email;
    MemberRole role = MemberRole::None;
    std::int64_t createdAtMs = 0;
};

/// A key of the project's own at a provider, without the key.
struct Credential
{
    std::string provider;
    std::string hint; ///< its last four characters
    std::int64_t createdAtMs = 0;
    std::int64_t updatedAtMs = 0;
};

/// Who asks. What they have no part in doesn't exist for them.
struct Viewer
{
    AccountId account;     ///< empty: an administrator of the gateway, who sees all as an owner
    ProjectId project;     ///< a key: no other than its own; empty: any
    bool isDefault = true; ///< the project above is the default one of the account: its keys see all of its projects
};

struct Query
{
    Viewer viewer;
    AccountId account;  ///< of an administrator's list; empty: any
    std::string status; ///< `active`, `archived`, `all`; empty: active
    std::string search; ///< part of name, id or the account's e-mail
    int limit = 50;
    std::string after; ///< a project's id
};

/// A project as somebody sees it.
struct View
{
    Project project;
    MemberRole role = MemberRole::None; ///< of who asked
    std::int64_t keys = 0;              ///< that aren't revoked
    std::vector<Credential> credentials;
};

struct Page
{
    std::vector<View> projects; ///< newest first
    bool hasMore = false;
};

} // namespace beaver::projects
