#include <server/wire/codec_support.h>
#include <server/wire/gateway_fields.h>

#include <algorithm>
#include <array>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::array<std::string_view, 5> gatewayNames{"models", "provider", "cache", "cache_ttl", "session_id"};
constexpr std::size_t mostModels = 16;
constexpr std::size_t mostProviders = 64;

Result<void> readProvider(dom::element value, GatewayFields &fields)
{
    dom::object object;
    if (value.get(object))
        return wrongType("provider", simdjson::minify(value), "an object");
    fields.providerJson = simdjson::minify(value);
    auto &provider = fields.provider.emplace();
    for (const auto field : object) {
        Result<void> read;
        if (field.key == "order")
            read = readTexts(field.value, "provider.order", mostProviders, provider.order);
        else if (field.key == "only")
            read = readTexts(field.value, "provider.only", mostProviders, provider.only);
        else if (field.key == "ignore")
            read = readTexts(field.value, "provider.ignore", mostProviders, provider.ignore);
        else if (field.key == "allow_fallbacks")
            read = readFlag(field.value, "provider.allow_fallbacks", provider.allowFallbacks);
        else if (field.key == "sort" && field.value.is_string())
            read = readText(field.value, "provider.sort", provider.sort);
        if (!read)
            return read;
    }
    return {};
}

Result<void> readField(std::string_view name, dom::element value, GatewayFields &fields)
{
    if (value.is_null())
        return {};
    if (name == "models")
        return readTexts(value, name, mostModels, fields.models);
    if (name == "provider")
        return readProvider(value, fields);
    if (name == "cache")
        return readFlag(value, name, fields.cache);
    if (name == "cache_ttl")
        return readCount(value, name, 60, 86'400, fields.cacheTtlS);
    return readText(value, name, fields.sessionId);
}

} // namespace

bool hasGatewayFields(const ChatRequest &request)
{
    return std::any_of(request.members.begin(), request.members.end(), [&request](const MemberSpan &member) {
        const std::string_view key = std::string_view(request.body).substr(member.keyBegin + 1);
        return std::any_of(gatewayNames.begin(), gatewayNames.end(), [key](std::string_view name) {
            return key.starts_with(name) && key.substr(name.size()).starts_with('"');
        });
    });
}

Result<GatewayFields> takeGatewayFields(std::string &body)
{
    GatewayFields fields;
    dom::object object;
    if (parseJson(body).get(object))
        return fields;
    std::vector<std::size_t> found;
    std::size_t index = 0;
    for (const auto field : object) {
        if (std::find(gatewayNames.begin(), gatewayNames.end(), field.key) != gatewayNames.end()) {
            if (auto read = readField(field.key, field.value, fields); !read)
                return read.error();
            found.push_back(index);
        }
        ++index;
    }
    while (!found.empty()) {
        eraseMember(body, scanObject(body), found.back());
        found.pop_back();
    }
    return fields;
}

} // namespace beaver::wire
