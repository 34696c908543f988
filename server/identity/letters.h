#pragma once

#include <server/identity/types.h>
#include <server/mail/types.h>

#include <string>
#include <string_view>

/// What people are mailed about their accounts. Links begin with `publicUrl`, which is configured: never with what a
/// request says of itself.
namespace beaver::identity::letters {

mail::Message verify(const std::string &publicUrl, const std::string &to, const Secret &token);
/// To an address that somebody tried to register and that has an account already.
mail::Message registeredAlready(const std::string &publicUrl, const Account &account);
mail::Message reset(const std::string &publicUrl, const Account &account, const Secret &token);
mail::Message passwordChanged(const Account &account);
mail::Message secondFactorChanged(const Account &account, bool on);
mail::Message invitation(const std::string &publicUrl, const std::string &to, const Secret &token);
mail::Message deleted(const std::string &to);

} // namespace beaver::identity::letters
