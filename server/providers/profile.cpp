#include <server/providers/profile.h>
#include <simdjson.h>

#include <algorithm>
#include <optional>

namespace beaver::providers {

namespace {

namespace dom = simdjson::dom;

using Paths = std::map<std::string, std::string, std::less<>>;

Paths defaultPaths(wire::Dialect dialect)
{
    switch (dialect) {
    case wire::Dialect::Anthropic:
        return {{"chat", "/v1/messages"}, {"count_tokens", "/v1/messages/count_tokens"}, {"models", "/v1/models"}};
    case wire::Dialect::Gemini:
        return {{"chat", "/v1beta/models/{model}:generateContent"},
                {"chat_stream", "/v1beta/models/{model}:streamGenerateContent?alt=sse"},
                {"count_tokens", "/v1beta/models/{model}:countTokens"},
                {"embeddings", "/v1beta/models/{model}:batchEmbedContents"},
                {"models", "/v1beta/models"}};
    default:
        return {{"chat", "/chat/completions"},
                {"completions", "/completions"},
                {"responses", "/responses"},
                {"embeddings", "/embeddings"},
                {"moderations", "/moderations"},
                {"rerank", "/rerank"},
                {"images", "/images/generations"},
                {"image_edits", "/images/edits"},
                {"speech", "/audio/speech"},
                {"transcriptions", "/audio/transcriptions"},
                {"translations", "/audio/translations"},
                {"files", "/files"},
                {"batches", "/batches"},
                {"fine_tuning", "/fine_tuning/jobs"},
                {"models", "/models"}};
    }
}

std::optional<wire::Dialect> dialectByName(std::string_view name)
{
    if (name == "openai_chat")
        return wire::Dialect::OpenAiChat;
    if (name == "anthropic")
        return wire::Dialect::Anthropic;
    if (name == "gemini")
        return wire::Dialect::Gemini;
    return std::nullopt;
}

std::optional<AuthStyle> authByName(std::string_view name)
{
    if (name == "bearer")
        return AuthStyle::Bearer;
    if (name == "x-api-key")
        return AuthStyle::ApiKey;
    if (name == "x-goog-api-key")
        return AuthStyle::GoogleApiKey;
    return std::nullopt;
}

/// What a profile says about its paths; they are put together when all of it is read, as the dialect may come later.
struct PathFields
{
    std::optional<std::vector<std::string>> capabilities; ///< of the dialect's own; absent: all
    Paths paths;                                          ///< in place of or beside those
};

Result<void> readField(Profile &profile, PathFields &paths, std::string_view key, dom::element value)
{
    const auto wrong = [&] {
        return invalid(std::string(key), "providers.json: '" + std::string(key) + "' has a wrong type or value.");
    };
    const auto text = [&](std::string &to) -> Result<void> {
        std::string_view read;
        if (value.get(read))
            return wrong();
        to = read;
        return {};
    };
    const auto named = [&](auto &to, auto byName) -> Result<void> {
        std::string_view read;
        if (value.get(read) || !byName(read))
            return wrong();
        to = *byName(read);
        return {};
    };
    const auto flag = [&](bool &to) -> Result<void> { return value.get(to) ? Result<void>(wrong()) : Result<void>(); };

    if (key == "name")
        return text(profile.name);
    if (key == "display_name")
        return text(profile.displayName);
    if (key == "base_url")
        return text(profile.baseUrl);
    if (key == "dialect")
        return named(profile.dialect, dialectByName);
    if (key == "auth")
        return named(profile.auth, authByName);
    if (key == "health_path")
        return text(profile.healthPath);
    if (key == "max_tokens_field")
        return text(profile.maxTokensField);
    if (key == "asks_for_usage")
        return flag(profile.asksForUsage);
    if (key == "routes_itself")
        return flag(profile.routesItself);
    if (key == "reasoning_beside_completion")
        return flag(profile.usage.reasoningBeside);
    if (key == "citations_as_input")
        return flag(profile.usage.citationsAsInput);
    if (key == "capabilities") {
        dom::array list;
        if (value.get(list))
            return wrong();
        paths.capabilities.emplace();
        for (const dom::element element : list) {
            std::string_view capability;
            if (element.get(capability))
                return wrong();
            paths.capabilities->emplace_back(capability);
        }
        return {};
    }
    if (key == "paths") {
        dom::object object;
        if (value.get(object))
            return wrong();
        for (const auto field : object) {
            std::string_view path;
            if (field.value.get(path) || !path.starts_with('/'))
                return wrong();
            paths.paths.emplace(field.key, path);
        }
        return {};
    }
    return invalid(std::string(key), "providers.json: '" + std::string(key) + "' is not a field of a profile.");
}

/// `base` without the version that `path` begins with, as in `https://host/v1` and `/v1/messages`.
std::string_view withoutVersion(std::string_view base, std::string_view path)
{
    const std::string_view first = path.substr(0, path.find('/', 1));
    return first.size() > 1 && base.ends_with(first) ? base.substr(0, base.size() - first.size()) : base;
}

} // namespace

Result<std::vector<Profile>> readProfiles(std::string_view json)
{
    dom::parser parser;
    dom::array list;
    if (parser.parse(simdjson::padded_string(json)).get(list))
        return invalid("providers.json", "providers.json: a list of objects is expected.");
    std::vector<Profile> profiles;
    for (const dom::element element : list) {
        dom::object object;
        if (element.get(object))
            return invalid("providers.json", "providers.json: a list of objects is expected.");
        Profile profile;
        PathFields paths;
        bool based = false;
        for (const auto field : object) {
            if (auto read = readField(profile, paths, field.key, field.value); !read)
                return read.error();
            based = based || field.key == "base_url";
        }
        if (profile.name.empty() || !based)
            return invalid("name", "providers.json: a profile needs 'name' and 'base_url'.");
        for (const auto &[capability, path] : defaultPaths(profile.dialect)) {
            if (!paths.capabilities || std::ranges::find(*paths.capabilities, capability) != paths.capabilities->end())
                profile.paths.emplace(capability, path);
        }
        for (const auto &[capability, path] : paths.paths)
            profile.paths.insert_or_assign(capability, path);
        profiles.push_back(std::move(profile));
    }
    return profiles;
}

Profile simulatedProfile()
{
    Profile profile;
    profile.name = "simulated";
    profile.displayName = "Simulated";
    profile.paths = {{"chat", "/chat/completions"}, {"embeddings", "/embeddings"}, {"moderations", "/moderations"}};
    return profile;
}

std::string callUrl(const Endpoint &endpoint, std::string_view capability, std::string_view upstreamModel, bool stream)
{
    const auto &paths = endpoint.profile->paths;
    auto found = paths.end();
    if (stream)
        found = paths.find(std::string(capability) + "_stream");
    if (found == paths.end())
        found = paths.find(capability);
    if (found == paths.end())
        return {};
    std::string url(withoutVersion(endpoint.baseUrl, found->second));
    url += found->second;
    constexpr std::string_view place = "{model}";
    if (const auto at = url.find(place); at != std::string::npos)
        url.replace(at, place.size(), upstreamModel);
    return url;
}

std::string healthUrl(const Endpoint &endpoint)
{
    const auto &path = endpoint.profile->healthPath;
    if (path.empty())
        return callUrl(endpoint, "models");
    std::string_view base = endpoint.baseUrl;
    // A LiteLLM server's readiness stands beside /v1, not in it.
    if (path.starts_with("/health") && base.ends_with("/v1"))
        base.remove_suffix(3);
    return std::string(base) + path;
}

std::vector<std::string> endpointHeaders(const Endpoint &endpoint)
{
    std::vector<std::string> lines;
    const std::string &credential = endpoint.credential.reveal();
    switch (endpoint.profile->auth) {
    case AuthStyle::Bearer:
        if (!credential.empty())
            lines.push_back("Authorization: Bearer " + credential);
        break;
    case AuthStyle::ApiKey:
        if (!credential.empty())
            lines.push_back("x-api-key: " + credential);
        lines.emplace_back("anthropic-version: 2023-06-01");
        break;
    case AuthStyle::GoogleApiKey:
        if (!credential.empty())
            lines.push_back("x-goog-api-key: " + credential);
        break;
    }
    lines.insert(lines.end(), endpoint.extraHeaders.begin(), endpoint.extraHeaders.end());
    return lines;
}

} // namespace beaver::providers
