#pragma once

#include <server/identity/key_material.h>
#include <shared/base/result.h>

#include <cstdint>
#include <string_view>

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

} // namespace beaver::identity::store
