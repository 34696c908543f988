#include <server/identity/access_token.h>
#include <shared/base/json_writer.h>
#include <simdjson.h>
#include <sodium.h>

namespace beaver::identity {

namespace {

/// {"alg":"HS256","typ":"JWT"} in base64url, and the point behind it.
constexpr std::string_view header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.";
constexpr std::string_view issuer = "beaver";
constexpr std::size_t longestToken = 2048;

std::string encode(std::string_view bytes)
{
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back(); // the NUL that libsodium counts
    return text;
}

std::optional<std::string> decode(std::string_view text)
{
    std::string bytes(text.size(), '\0');
    std::size_t length = 0;
    const char *end = nullptr;
    if (sodium_base642bin(reinterpret_cast<unsigned char *>(bytes.data()), bytes.size(), text.data(), text.size(),
                          nullptr, &length, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        end != text.data() + text.size())
        return std::nullopt;
    bytes.resize(length);
    return bytes;
}

std::optional<Claims> readClaims(const std::string &json)
{
    thread_local simdjson::dom::parser parser;
    simdjson::dom::element claims;
    if (parser.parse(json).get(claims) != simdjson::SUCCESS)
        return std::nullopt;
    std::string_view iss;
    std::string_view sub;
    std::string_view sid;
    std::string_view roleText;
    Claims read;
    if (claims["iss"].get(iss) != simdjson::SUCCESS || claims["sub"].get(sub) != simdjson::SUCCESS ||
        claims["sid"].get(sid) != simdjson::SUCCESS || claims["role"].get(roleText) != simdjson::SUCCESS ||
        claims["iat"].get(read.issuedAtS) != simdjson::SUCCESS ||
        claims["exp"].get(read.expiresAtS) != simdjson::SUCCESS)
        return std::nullopt;
    const auto role = roleByName(roleText);
    if (iss != issuer || !role || sub.empty() || sid.empty())
        return std::nullopt;
    read.account = AccountId(std::string(sub));
    read.session = SessionId(std::string(sid));
    read.role = *role;
    return read;
}

} // namespace

Secret issueAccessToken(const Mac &mac, const Claims &claims)
{
    JsonWriter json;
    json.beginObject()
        .field("iss", issuer)
        .field("sub", claims.account.text())
        .field("sid", claims.session.text())
        .field("role", roleName(claims.role))
        .field("iat", claims.issuedAtS)
        .field("exp", claims.expiresAtS)
        .endObject();
    std::string token = std::string(header) + encode(json.text());
    const KeyHash signature = mac.of(token);
    token += '.';
    token += encode({reinterpret_cast<const char *>(signature.data()), signature.size()});
    return Secret(std::move(token));
}

std::optional<Claims> verifyAccessToken(const Mac &mac, std::string_view token, std::int64_t nowMs)
{
    if (token.size() > longestToken || !token.starts_with(header))
        return std::nullopt;
    const std::size_t point = token.rfind('.');
    if (point < header.size())
        return std::nullopt;
    const auto signature = decode(token.substr(point + 1));
    if (!signature || !mac.verify(token.substr(0, point), *signature))
        return std::nullopt;
    const auto json = decode(token.substr(header.size(), point - header.size()));
    if (!json)
        return std::nullopt;
    auto claims = readClaims(*json);
    if (!claims || nowMs / 1000 >= claims->expiresAtS)
        return std::nullopt;
    return claims;
}

bool looksLikeAccessToken(std::string_view credential)
{
    return credential.starts_with("eyJ") && credential.find('.') != std::string_view::npos;
}

} // namespace beaver::identity
