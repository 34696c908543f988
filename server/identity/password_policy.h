#pragma once

#include <shared/base/result.h>
#include <shared/base/secret.h>

#include <string_view>

namespace beaver::identity {

constexpr std::size_t shortestPassword = 10;
constexpr std::size_t longestPassword = 128;

/// The same characters typed on another keyboard are the same password: Unicode's form NFC (NIST SP 800-63B, 5.1.1.2).
/// Every password passes through this before it is checked, hashed or compared.
Secret normalisePassword(const Secret &password);

/// May this become somebody's password (promise P18)? Length in bytes, and not one of those that are tried first: the
/// commonest of published lists, a common word with digits around it, keyboard rows, repetitions, the e-mail itself.
/// There are no rules about kinds of characters: they make passwords worse (NIST SP 800-63B, 5.1.1.2).
Result<void> checkNewPassword(const Secret &password, std::string_view email);

/// resources/common_passwords.txt: one a line, lower case.
std::string_view commonPasswordList();

} // namespace beaver::identity
