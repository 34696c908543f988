#pragma once

#include <shared/base/secret.h>

#include <string>

namespace beaver::openid {

/// Somebody else's sign-in that we take: an OpenID Connect provider, or GitHub, which speaks OAuth 2 alone.
struct Provider
{
    enum class Kind : std::uint8_t { OpenId, GitHub } kind = Kind::OpenId;
    std::string name;        ///< in paths: `google`, `github`, `oidc`
    std::string displayName; ///< for people
    std::string issuer;      ///< OpenId: where its discovery document is; GitHub: its own address
    std::string apiUrl;      ///< GitHub's
    std::string clientId;
    Secret clientSecret; ///< empty: a public client, by PKCE alone
};

/// Whom a provider says somebody is.
struct Person
{
    std::string provider;
    std::string subject; ///< the provider's own id of them, which never changes
    std::string email;   ///< may be empty
    bool emailVerified = false;
    std::string name;
};

} // namespace beaver::openid
