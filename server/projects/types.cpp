#include <server/projects/types.h>

#include <algorithm>
#include <array>

namespace beaver::projects {

namespace {

constexpr std::array<std::string_view, 4> names{"", "viewer", "member", "owner"};

}

std::string_view memberRoleName(MemberRole role)
{
    return names[static_cast<std::size_t>(role)];
}

std::optional<MemberRole> memberRoleByName(std::string_view name)
{
    const auto *const found = std::ranges::find(names, name);
    if (found == names.end() || name.empty())
        return std::nullopt;
    return static_cast<MemberRole>(found - names.begin());
}

} // namespace beaver::projects
