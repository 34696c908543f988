#include <QHostAddress>
#include <QUrl>

#include <server/routing/endpoint_rules.h>
#include <server/routing/model_rule.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace beaver::routing {

namespace {

constexpr std::size_t longestName = 120;
constexpr std::size_t longestUrl = 500;
constexpr std::size_t longestCredential = 4096;
constexpr std::size_t mostModels = 1000;
constexpr std::size_t mostHeaders = 32;
constexpr std::int64_t longestTimeoutMs = 86'400'000;

/// Set by the gateway itself, or a place for a credential that would be shown.
constexpr std::array<std::string_view, 16> ownHeaders{
    "authorization",   "x-api-key",  "api-key",        "x-goog-api-key",     "cookie", "host",
    "content-type",    "connection", "content-length", "transfer-encoding",  "expect", "accept",
    "accept-encoding", "te",         "upgrade",        "proxy-authorization"};

bool isPlainText(std::string_view text)
{
    return std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

Result<void> takeNumber(std::string_view field, const std::optional<std::int64_t> &given, std::int64_t most, int &to)
{
    if (!given)
        return {};
    if (*given < 0 || *given > most)
        return invalid(std::string(field),
                       "'" + std::string(field) + "' takes a whole number from 0 to " + std::to_string(most) + ".");
    to = static_cast<int>(*given);
    return {};
}

Result<void> takeName(const std::optional<std::string> &name, EndpointSettings &settings)
{
    if (!name)
        return {};
    if (name->empty() || name->size() > longestName || !isPlainText(*name))
        return invalid("name", "'name' takes 1 to 120 characters on one line.");
    settings.name = *name;
    return {};
}

std::string originOf(const std::string &url)
{
    const QUrl parsed(QString::fromStdString(url));
    return (parsed.scheme() + QLatin1String("://") + parsed.host().toLower() + QLatin1Char(':') +
            QString::number(parsed.port(parsed.scheme() == QLatin1String("https") ? 443 : 80)))
        .toStdString();
}

Result<void> takeAddress(const EndpointPatch &patch, StoredEndpoint &endpoint)
{
    EndpointSettings &settings = endpoint.settings;
    if ((patch.baseUrl || patch.credential) && endpoint.fromEnvironment)
        return Error{ErrorCode::Conflict,
                     "This endpoint's address and credential come from the environment: change them there, and start "
                     "the gateway anew.",
                     patch.baseUrl ? "base_url" : "credential",
                     "endpoint_from_environment",
                     {},
                     0};
    if (patch.baseUrl) {
        auto url = checkBaseUrl("base_url", *patch.baseUrl);
        if (!url)
            return url.error();
        const bool moved = !settings.baseUrl.empty() && originOf(settings.baseUrl) != originOf(*url);
        if (moved && !endpoint.credential.isEmpty() && !patch.credential)
            return invalid("credential", "'credential': another server takes its own credential; give it with the new "
                                         "'base_url', or an empty text for none.");
        settings.baseUrl = std::move(*url);
    }
    if (patch.credential) {
        const std::string &text = patch.credential->reveal();
        const bool visible = std::ranges::all_of(text, [](unsigned char c) { return c > ' ' && c < 0x7f; });
        if (!visible || text.size() > longestCredential)
            return invalid("credential", "'credential' takes up to 4096 visible ASCII characters.");
        endpoint.credential = *patch.credential;
        endpoint.credentialHint = credentialHint(endpoint.credential);
    }
    return {};
}

Result<void> takeModels(const std::optional<std::vector<ModelRule>> &models, EndpointSettings &settings)
{
    if (!models)
        return {};
    if (models->size() > mostModels)
        return invalid("models", "'models' takes at most 1000 rules.");
    for (const ModelRule &rule : *models) {
        const auto read = ruleFromText(ruleText(rule));
        if (!read || *read != rule)
            return invalid("models", "'models': '" + rule.pattern.substr(0, 80) +
                                         "' is no model: ids and patterns take visible characters without '=', with at "
                                         "most four '*'.");
    }
    settings.models = *models;
    return {};
}

bool isToken(std::string_view name)
{
    return !name.empty() && name.size() <= 100 && std::ranges::all_of(name, [](unsigned char c) {
        return std::isalnum(c) != 0 ||
               std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
    });
}

Result<void> takeHeaders(const std::optional<std::map<std::string, std::string>> &headers, EndpointSettings &settings)
{
    if (!headers)
        return {};
    if (headers->size() > mostHeaders)
        return invalid("headers", "'headers' takes at most 32 headers.");
    std::vector<std::string> lines;
    for (const auto &[name, value] : *headers) {
        std::string lower = name;
        std::ranges::transform(lower, lower.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        const bool own = std::ranges::find(ownHeaders, lower) != ownHeaders.end();
        if (!isToken(name) || own || value.size() > 1000 || !isPlainText(value))
            return invalid("headers", own ? "'headers': " + lower +
                                                " is the gateway's own; credentials go into "
                                                "'credential'."
                                          : "'headers': '" + name.substr(0, 60) + "' is no header.");
        lines.push_back(name + ": " + value);
    }
    settings.headers = std::move(lines);
    return {};
}

Result<void> takeTimeouts(const std::optional<std::map<std::string, std::int64_t>> &timeouts,
                          EndpointSettings &settings)
{
    if (!timeouts)
        return {};
    providers::EndpointTimeouts wanted;
    const std::map<std::string_view, std::int64_t *> known{{"connect_ms", &wanted.connectMs},
                                                           {"first_byte_ms", &wanted.firstByteMs},
                                                           {"silence_ms", &wanted.silenceMs},
                                                           {"whole_ms", &wanted.wholeMs},
                                                           {"hedge_ms", &wanted.hedgeMs}};
    for (const auto &[name, ms] : *timeouts) {
        const auto found = known.find(name);
        if (found == known.end() || ms < 0 || ms > longestTimeoutMs)
            return invalid("timeouts", "'timeouts' takes connect_ms, first_byte_ms, silence_ms, whole_ms and hedge_ms, "
                                       "from 0 (the gateway's own) to 86400000.");
        *found->second = ms;
    }
    settings.timeouts = wanted;
    return {};
}

} // namespace

Result<std::string> checkBaseUrl(std::string_view field, const std::string &url)
{
    const std::string name(field);
    const auto wrong = [&](std::string_view what) { return invalid(name, "'" + name + "' " + std::string(what)); };
    const bool clean = std::ranges::all_of(url, [](unsigned char c) { return c > ' ' && c < 0x7f && c != '\\'; });
    if (!clean || url.size() > longestUrl)
        return wrong("takes an address of up to 500 visible ASCII characters.");
    const QUrl parsed(QString::fromStdString(url), QUrl::StrictMode);
    const QString scheme = parsed.scheme();
    if (!parsed.isValid() || (scheme != QLatin1String("http") && scheme != QLatin1String("https")) ||
        parsed.host().isEmpty())
        return wrong("takes an address that begins with http:// or https:// and names a host.");
    if (!parsed.userInfo().isEmpty() || url.find('@') != std::string::npos)
        return wrong("takes no user name or password: give the credential in 'credential'.");
    if (parsed.hasQuery() || parsed.hasFragment())
        return wrong("takes no '?' and no '#'.");
    const QHostAddress literal(parsed.host());
    if (!literal.isNull() && literal.isLinkLocal())
        return wrong("takes no link-local address: those belong to the machine's own services.");
    std::string kept = url;
    while (kept.ends_with('/'))
        kept.pop_back();
    return kept;
}

std::string credentialHint(const Secret &credential)
{
    const std::string &text = credential.reveal();
    return text.size() >= 12 ? text.substr(text.size() - 4) : std::string();
}

Result<void> applyPatch(const EndpointPatch &patch, StoredEndpoint &endpoint)
{
    EndpointSettings &settings = endpoint.settings;
    std::array<Result<void>, 10> checked{
        takeName(patch.name, settings),
        takeAddress(patch, endpoint),
        takeModels(patch.models, settings),
        takeNumber("priority", patch.priority, 1000, settings.priority),
        takeNumber("weight", patch.weight, 1000, settings.weight),
        takeNumber("max_concurrency", patch.maxConcurrency, 1'000'000, settings.maxConcurrency),
        takeNumber("queue_length", patch.queueLength, 100'000, settings.queueLength),
        takeNumber("cost_percent", patch.costPercent, 1000, settings.costPercent),
        takeHeaders(patch.headers, settings),
        takeTimeouts(patch.timeouts, settings)};
    for (auto &each : checked) {
        if (!each)
            return each;
    }
    if (patch.region) {
        if (patch.region->size() > longestName || !isPlainText(*patch.region))
            return invalid("region", "'region' takes up to 120 characters on one line.");
        settings.region = *patch.region;
    }
    settings.status = patch.status.value_or(settings.status);
    return {};
}

} // namespace beaver::routing
