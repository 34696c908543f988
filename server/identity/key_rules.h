#pragma once

#include <server/identity/key_change.h>
#include <server/identity/types.h>
#include <shared/base/result.h>

namespace beaver::identity {

/// Every list of a key, its name and cap; names the field that is wrong. `expiryMatters`: it must lie in the future.
Result<void> checkKey(const ApiKey &key, std::int64_t nowMs, bool expiryMatters);

/// An administrator leaves the keys of those alone whom they may not change. Not asked of who was given authority over
/// one account: their own, or a project's they belong to.
Result<void> checkKeeper(const KeyAuthority &by, const Account &account);
/// Forbidden where a key that may make keys isn't theirs to make.
Result<void> checkAdministers(const ApiKey &key, bool mayAdminister);
/// What a key leaves open that another makes: it takes over the maker's own bounds.
void inheritFrom(const ApiKey &maker, ApiKey &key);
/// A key never grants more than it has: Forbidden (`key_exceeds_maker`) names the field where `key` would.
Result<void> checkWithin(const ApiKey &maker, const ApiKey &key);

} // namespace beaver::identity
