#include <QLoggingCategory>

#include <server/openid/base64_url.h>
#include <server/openid/client.h>
#include <server/openid/json_text.h>
#include <server/wire/json_scan.h>

namespace beaver::openid {

namespace {

Q_LOGGING_CATEGORY(logOpenId, "beaver.openid")

constexpr std::int64_t keptUs = 3'600'000'000;
constexpr std::int64_t freshUs = 60'000'000;
constexpr std::size_t largestAnswer = 1024 * 1024;

Error failed(const std::string &detail)
{
    qCWarning(logOpenId, "%s", detail.c_str());
    return {ErrorCode::UpstreamFailed,
            "The provider of this sign-in can't be asked now, or refused. Try again later.",
            {},
            "openid_provider",
            detail,
            0};
}

std::string encoded(std::string_view text)
{
    static constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
            continue;
        }
        out += '%';
        out += hex[static_cast<unsigned char>(c) >> 4];
        out += hex[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

void add(std::string &form, std::string_view name, std::string_view value)
{
    form.append(form.empty() || form.ends_with('?') || form.ends_with('&') ? "" : "&")
        .append(name)
        .append("=")
        .append(encoded(value));
}

std::string basic(const Provider &provider)
{
    // RFC 6749, 2.3.1: both are form-encoded first. Standard base64, so not toBase64Url().
    std::string pair = toBase64Url(encoded(provider.clientId) + ":" + encoded(provider.clientSecret.reveal()));
    for (char &c : pair)
        c = c == '-' ? '+' : c == '_' ? '/' : c;
    pair.append((4 - pair.size() % 4) % 4, '=');
    return "Authorization: Basic " + pair;
}

} // namespace

QCoro::Task<Result<std::string>> Client::ask(Request request)
{
    auto target = std::make_shared<providers::UpstreamTarget>();
    target->url = request.url;
    target->headers = std::move(request.headers);
    target->headers.emplace_back("Accept: application/json");
    target->headers.emplace_back("User-Agent: Beaver");
    target->get = request.form.empty();
    if (!target->get)
        target->headers.emplace_back("Content-Type: application/x-www-form-urlencoded");
    target->timeouts = providers::EndpointTimeouts{10'000, 20'000, 10'000, 30'000};
    const auto attempt = m_transport.send(std::move(target), std::move(request.form), false);
    std::string body;
    std::string bytes;
    while (!attempt->ended()) {
        auto change = attempt->change();
        co_await change;
        attempt->take(bytes);
        body += bytes;
        if (body.size() > largestAnswer)
            co_return failed(request.url + " answers too much");
    }
    attempt->take(bytes);
    body += bytes;
    if (attempt->end() != providers::TransportEnd::Complete)
        co_return failed(request.url + ": " + attempt->detail());
    if (attempt->status() != 200)
        co_return failed(request.url + " answered " + std::to_string(attempt->status()));
    co_return body;
}

QCoro::Task<Result<Client::Discovered>> Client::discover(Provider provider)
{
    const auto known = m_discovered.find(provider.issuer);
    if (known != m_discovered.end() && m_clock.monotonicUs() - known->second.readAtUs < keptUs)
        co_return Discovered(known->second); // a copy: what is returned by name is moved from
    std::string base = provider.issuer;
    if (base.ends_with('/'))
        base.pop_back();
    auto asking = ask({base + "/.well-known/openid-configuration", {}, {}});
    const auto body = co_await asking;
    if (!body)
        co_return body.error();
    simdjson::dom::element json;
    if (wire::parseJson(*body).get(json))
        co_return failed("the discovery document isn't JSON");
    Discovered found;
    // OpenID Connect Discovery, 4.3: it must be the issuer that was asked for.
    if (textOf(json, "issuer") != provider.issuer)
        co_return failed("the discovery document is of the issuer '" + textOf(json, "issuer").substr(0, 200) + "'");
    found.authorizeUrl = textOf(json, "authorization_endpoint");
    found.tokenUrl = textOf(json, "token_endpoint");
    found.userInfoUrl = textOf(json, "userinfo_endpoint");
    found.keysUrl = textOf(json, "jwks_uri");
    simdjson::dom::array methods;
    if (!json["token_endpoint_auth_methods_supported"].get(methods)) {
        bool basicTaken = false;
        for (const simdjson::dom::element method : methods) {
            std::string_view name;
            basicTaken |= !method.get(name) && name == "client_secret_basic";
        }
        found.postsSecret = !basicTaken;
    }
    // What the issuer was asked over TLS isn't answered without it.
    const std::string scheme = provider.issuer.substr(0, provider.issuer.find("://") + 3);
    for (const std::string *url : {&found.authorizeUrl, &found.tokenUrl, &found.keysUrl})
        if (!url->starts_with(scheme) && !url->starts_with("https://"))
            co_return failed("the discovery document has no usable endpoints");
    found.readAtUs = m_clock.monotonicUs();
    m_discovered[provider.issuer] = found;
    co_return found;
}

QCoro::Task<Result<JsonWebKeys>> Client::keys(std::string url, bool fresh)
{
    const auto known = m_keys.find(url);
    if (known != m_keys.end() && m_clock.monotonicUs() - known->second.readAtUs < (fresh ? freshUs : keptUs))
        co_return JsonWebKeys(known->second.keys);
    auto asking = ask({url, {}, {}});
    const auto body = co_await asking;
    if (!body)
        co_return body.error();
    auto read = JsonWebKeys::parse(*body);
    if (!read)
        co_return std::move(read).error();
    m_keys.insert_or_assign(url, Keys{*read, m_clock.monotonicUs()});
    co_return *read;
}

QCoro::Task<Result<std::string>> Client::authorizeUrl(Provider provider, Flow flow, std::string redirectUri)
{
    const bool openId = provider.kind == Provider::Kind::OpenId;
    std::string url = provider.issuer + "/login/oauth/authorize";
    if (openId) {
        auto discovering = discover(provider);
        const auto found = co_await discovering;
        if (!found)
            co_return found.error();
        url = found->authorizeUrl;
    }
    url += url.find('?') == std::string::npos ? "?" : "&";
    add(url, "response_type", "code");
    add(url, "client_id", provider.clientId);
    add(url, "redirect_uri", redirectUri);
    add(url, "scope", openId ? "openid email profile" : "read:user user:email");
    add(url, "state", flow.state);
    if (openId)
        add(url, "nonce", flow.nonce);
    add(url, "code_challenge", codeChallenge(flow.verifier));
    add(url, "code_challenge_method", "S256");
    co_return url;
}

QCoro::Task<Result<Person>> Client::identify(Provider provider, Flow flow, std::string code, std::string redirectUri)
{
    if (provider.kind == Provider::Kind::GitHub) {
        auto asking = identifyGitHub(provider, flow, code, redirectUri);
        co_return co_await asking;
    }
    auto asking = identifyOpenId(provider, flow, code, redirectUri);
    co_return co_await asking;
}

QCoro::Task<Result<Person>> Client::identifyOpenId(Provider provider, Flow flow, std::string code,
                                                   std::string redirectUri)
{
    auto discovering = discover(provider);
    const auto found = co_await discovering;
    if (!found)
        co_return found.error();
    Request request{found->tokenUrl, {}, {}};
    add(request.form, "grant_type", "authorization_code");
    add(request.form, "code", code);
    add(request.form, "redirect_uri", redirectUri);
    add(request.form, "code_verifier", flow.verifier);
    if (provider.clientSecret.isEmpty() || found->postsSecret)
        add(request.form, "client_id", provider.clientId);
    if (!provider.clientSecret.isEmpty() && found->postsSecret)
        add(request.form, "client_secret", provider.clientSecret.reveal());
    else if (!provider.clientSecret.isEmpty())
        request.headers.push_back(basic(provider));
    auto exchanging = ask(std::move(request));
    const auto tokens = co_await exchanging;
    if (!tokens)
        co_return tokens.error();
    std::string idToken;
    std::string accessToken;
    {
        simdjson::dom::element json;
        if (wire::parseJson(*tokens).get(json))
            co_return failed("the token endpoint's answer isn't JSON");
        idToken = textOf(json, "id_token");
        accessToken = textOf(json, "access_token");
    }
    const Expected expected{provider.issuer, provider.clientId, flow.nonce, m_clock.wallMs()};
    bool unknownKey = false;
    auto reading = keys(found->keysUrl, false);
    auto known = co_await reading;
    if (!known)
        co_return known.error();
    auto claims = verifyIdToken(idToken, *known, expected, unknownKey);
    if (!claims && unknownKey) {
        auto readingAgain = keys(found->keysUrl, true);
        known = co_await readingAgain;
        if (!known)
            co_return known.error();
        claims = verifyIdToken(idToken, *known, expected, unknownKey);
    }
    if (!claims) {
        qCWarning(logOpenId, "an ID token of %s: %s", provider.issuer.c_str(), claims.error().detail.c_str());
        co_return claims.error();
    }
    Person person{provider.name, claims->subject, claims->email, claims->emailVerified, claims->name};
    if (person.email.empty() && !found->userInfoUrl.empty() && !accessToken.empty()) {
        auto askingUser = ask({found->userInfoUrl, {}, {"Authorization: Bearer " + accessToken}});
        const auto user = co_await askingUser;
        simdjson::dom::element json;
        // Core, 5.3.2: it is about somebody else where the subject is another.
        if (user && !wire::parseJson(*user).get(json) && textOf(json, "sub") == person.subject) {
            bool verified = false;
            person.email = textOf(json, "email");
            person.emailVerified = !json["email_verified"].get(verified) && verified;
            person.name = textOf(json, "name");
        }
    }
    co_return person;
}

QCoro::Task<Result<Person>> Client::identifyGitHub(Provider provider, Flow flow, std::string code,
                                                   std::string redirectUri)
{
    Request request{provider.issuer + "/login/oauth/access_token", {}, {}};
    add(request.form, "client_id", provider.clientId);
    add(request.form, "client_secret", provider.clientSecret.reveal());
    add(request.form, "code", code);
    add(request.form, "redirect_uri", redirectUri);
    add(request.form, "code_verifier", flow.verifier);
    auto exchanging = ask(std::move(request));
    const auto tokens = co_await exchanging;
    if (!tokens)
        co_return tokens.error();
    std::string accessToken;
    {
        simdjson::dom::element json;
        if (!wire::parseJson(*tokens).get(json))
            accessToken = textOf(json, "access_token");
    }
    if (accessToken.empty())
        co_return failed("GitHub gave no token");
    const std::vector<std::string> headers{"Authorization: Bearer " + accessToken};
    auto askingUser = ask({provider.apiUrl + "/user", {}, headers});
    const auto user = co_await askingUser;
    if (!user)
        co_return user.error();
    Person person;
    person.provider = provider.name;
    {
        simdjson::dom::element json;
        std::int64_t id = 0;
        if (wire::parseJson(*user).get(json) || json["id"].get(id) || id <= 0)
            co_return failed("GitHub's user can't be read");
        person.subject = std::to_string(id); // the login may become another's
        person.name = textOf(json, "name");
    }
    auto askingEmails = ask({provider.apiUrl + "/user/emails", {}, headers});
    const auto emails = co_await askingEmails;
    if (!emails)
        co_return emails.error();
    simdjson::dom::array list;
    if (wire::parseJson(*emails).get(list))
        co_return failed("GitHub's addresses can't be read");
    for (const simdjson::dom::element each : list) {
        bool primary = false;
        bool verified = false;
        if (!each["primary"].get(primary) && primary && !each["verified"].get(verified)) {
            person.email = textOf(each, "email");
            person.emailVerified = verified;
        }
    }
    co_return person;
}

} // namespace beaver::openid
