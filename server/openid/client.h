#pragma once

#include <QCoroTask>

#include <server/openid/flow.h>
#include <server/openid/id_token.h>
#include <server/openid/types.h>
#include <server/providers/transport/transport.h>
#include <shared/base/clock.h>

#include <map>
#include <memory>
#include <string>

namespace beaver::openid {

/// Talks to providers on one loop: discovery, keys, tokens, who somebody is. Addresses come from the operator's
/// configuration and the discovery document that it names. Loop's thread.
class Client
{
public:
    Client(providers::Transport &transport, const Clock &clock)
        : m_transport(transport)
        , m_clock(clock)
    {}

    /// Where the browser goes to sign in. UpstreamFailed (`openid_provider`).
    QCoro::Task<Result<std::string>> authorizeUrl(Provider provider, Flow flow, std::string redirectUri);
    /// Changes the callback's code into a person.
    QCoro::Task<Result<Person>> identify(Provider provider, Flow flow, std::string code, std::string redirectUri);

private:
    /// Of a provider, kept for an hour.
    struct Discovered
    {
        std::string authorizeUrl;
        std::string tokenUrl;
        std::string userInfoUrl;
        std::string keysUrl;
        bool postsSecret = false; ///< takes the client's secret in the body only
        std::int64_t readAtUs = 0;
    };
    struct Keys
    {
        JsonWebKeys keys;
        std::int64_t readAtUs = 0;
    };
    struct Request
    {
        std::string url;
        std::string form; ///< a POST; empty: a GET
        std::vector<std::string> headers;
    };

    QCoro::Task<Result<std::string>> ask(Request request);
    QCoro::Task<Result<Discovered>> discover(Provider provider);
    /// `fresh`: a key wasn't there; they are read again, at most once a minute.
    QCoro::Task<Result<JsonWebKeys>> keys(std::string url, bool fresh);
    QCoro::Task<Result<Person>> identifyOpenId(Provider provider, Flow flow, std::string code, std::string redirectUri);
    QCoro::Task<Result<Person>> identifyGitHub(Provider provider, Flow flow, std::string code, std::string redirectUri);

    providers::Transport &m_transport;
    const Clock &m_clock;
    std::map<std::string, Discovered> m_discovered; ///< by issuer
    std::map<std::string, Keys> m_keys;             ///< by address
};

} // namespace beaver::openid
