#pragma once

#include <server/http/front/route_table.h>
#include <server/http/rest/auth.h>
#include <server/openid/client.h>

#include <vector>

namespace beaver::http {

/// `/auth/oauth/…`: sign-ins of others (OpenID Connect, GitHub), for browsers.
class OAuthHandlers
{
public:
    struct Settings
    {
        std::vector<openid::Provider> providers;
        std::string publicUrl; ///< callbacks begin with it
        Secret masterKey;      ///< seals what a browser remembers meanwhile
    };

    OAuthHandlers(const Settings &settings, providers::Transport &transport, identity::PeopleService &people,
                  AuthHandlers &auth, SignInSettings signIn, const Clock &clock)
        : m_settings(settings)
        , m_box(settings.masterKey)
        , m_client(transport, clock)
        , m_people(people)
        , m_auth(auth)
        , m_signIn(signIn)
        , m_clock(clock)
    {}

    /// Which there are, and where they begin.
    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    /// 302 to the provider. `?redirect=`: a path of ours to go to afterwards.
    QCoro::Task<Result<Answer>> start(std::shared_ptr<Exchange> exchange);
    /// Signs in, sets the session cookie, and goes to the redirect or answers as /auth/login does.
    QCoro::Task<Result<Answer>> callback(std::shared_ptr<Exchange> exchange);

private:
    Result<openid::Provider> provider(const Exchange &exchange) const;
    std::string redirectUri(const openid::Provider &provider) const;
    std::string flowCookie(std::string_view value, std::int64_t maxAgeS) const;

    const Settings &m_settings;
    ops::CredentialBox m_box;
    openid::Client m_client;
    identity::PeopleService &m_people;
    AuthHandlers &m_auth;
    const SignInSettings m_signIn;
    const Clock &m_clock;
};

} // namespace beaver::http
