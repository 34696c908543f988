#include <server/identity/letters.h>

namespace beaver::identity::letters {

namespace {

constexpr const char *notYou = "\n\nIf this wasn't you, reset your password and tell the operator of this gateway.\n";

mail::Message letter(const char *kind, const std::string &to, const char *subject, std::string text,
                     const std::string &account = {})
{
    return {to, subject, std::move(text), kind, account};
}

/// The token stands behind a #, which browsers tell no server.
std::string link(const std::string &publicUrl, const char *path, const Secret &token)
{
    return publicUrl + path + "#token=" + token.reveal();
}

} // namespace

mail::Message verify(const std::string &publicUrl, const std::string &to, const Secret &token)
{
    return letter("verify", to, "Confirm your address",
                  "Somebody, probably you, gave this address to Beaver. Confirm that it is yours:\n\n" +
                      link(publicUrl, "/auth/email/verify", token) +
                      "\n\nOr give this token to the program that asks for it:\n" + token.reveal() +
                      "\n\nIt is good for three days. If it wasn't you, there is nothing to do.\n");
}

mail::Message registeredAlready(const std::string &publicUrl, const Account &account)
{
    return letter("registered_already", account.email, "You have an account already",
                  "Somebody, probably you, tried to register this address at Beaver. It has an account already: sign "
                  "in, or set a new password:\n\n" +
                      publicUrl + "/auth/password/forgot\n",
                  account.id.text());
}

mail::Message reset(const std::string &publicUrl, const Account &account, const Secret &token)
{
    return letter("reset", account.email, "Set a new password",
                  "Somebody, probably you, asked for a new password of this address. Set it here:\n\n" +
                      link(publicUrl, "/auth/password/reset", token) +
                      "\n\nOr give this token to the program that asks for it:\n" + token.reveal() +
                      "\n\nIt is good for an hour, once. If it wasn't you, there is nothing to do: the old password "
                      "stays.\n",
                  account.id.text());
}

mail::Message passwordChanged(const Account &account)
{
    return letter("password_changed", account.email, "Your password was changed",
                  std::string("The password of your account was changed, and other sign-ins were ended.") + notYou,
                  account.id.text());
}

mail::Message secondFactorChanged(const Account &account, bool on)
{
    return letter("second_factor", account.email, on ? "Two-factor sign-in is on" : "Two-factor sign-in is off",
                  std::string(on ? "Signing in to your account asks for a code now."
                                 : "Signing in to your account doesn't ask for a code any more.") +
                      notYou,
                  account.id.text());
}

mail::Message invitation(const std::string &publicUrl, const std::string &to, const Secret &token)
{
    return letter("invitation", to, "You are invited",
                  "You are invited to have an account at the gateway\n" + publicUrl +
                      "\n\nRegister there with this address and the invitation\n" + token.reveal() + "\n");
}

mail::Message deleted(const std::string &to)
{
    return letter("deleted", to, "Your account was deleted",
                  "Your account was deleted: its keys and sign-ins are worth nothing any more. What was paid and used "
                  "stays in the books, without your name.\n");
}

} // namespace beaver::identity::letters
