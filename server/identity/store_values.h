#pragma once

#include <server/identity/key_material.h>
#include <server/storage/connection.h>
#include <shared/base/result.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// What the stores' statements bind and return.
namespace beaver::identity::store {

inline std::string_view bytes(const KeyHash &hash)
{
    return {reinterpret_cast<const char *>(hash.data()), hash.size()};
}

/// For a change whose number of rows nobody asks for.
inline Result<void> finish(Result<std::int64_t> changed)
{
    return changed ? Result<void>() : Result<void>(std::move(changed).error());
}

/// The first row as `read` makes it, if there is one.
template <typename Read>
auto first(storage::Statement &statement, Read read) -> Result<std::optional<decltype(read(statement))>>
{
    std::optional<decltype(read(statement))> answer;
    auto row = statement.next();
    if (!row)
        return std::move(row).error();
    if (*row)
        answer = read(statement);
    statement.reset();
    return answer;
}

template <typename Read>
auto all(storage::Statement &statement, Read read) -> Result<std::vector<decltype(read(statement))>>
{
    std::vector<decltype(read(statement))> answer;
    for (;;) {
        auto row = statement.next();
        if (!row)
            return std::move(row).error();
        if (!*row)
            return answer;
        answer.push_back(read(statement));
    }
}

inline Result<bool> anyRow(storage::Statement &statement)
{
    auto row = statement.next();
    statement.reset();
    return row;
}

} // namespace beaver::identity::store
