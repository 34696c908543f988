#include <server/openid/base64_url.h>
#include <server/openid/id_token.h>
#include <server/openid/json_text.h>
#include <server/wire/json_scan.h>

namespace beaver::openid {

namespace {

constexpr std::size_t longestToken = 32 * 1024;
constexpr std::int64_t leewayS = 60;  ///< between two clocks
constexpr std::int64_t oldestS = 600; ///< it was made for this sign-in

Error refused(std::string why)
{
    return {ErrorCode::Unauthenticated,
            "The provider's ID token isn't valid. Try to sign in again.",
            {},
            "invalid_id_token",
            std::move(why),
            0};
}

std::optional<std::int64_t> seconds(simdjson::dom::element object, std::string_view name)
{
    std::int64_t whole = 0;
    if (!object[name].get(whole))
        return whole;
    double number = 0; // RFC 7519, 2: a NumericDate may have a fraction
    if (!object[name].get(number) && number > 0 && number < 1e12)
        return static_cast<std::int64_t>(number);
    return std::nullopt;
}

/// The audience is us, alone or among others; then we must be the one it was issued to.
bool isForUs(simdjson::dom::element claims, const std::string &clientId)
{
    if (textOf(claims, "aud") == clientId)
        return true;
    simdjson::dom::array list;
    if (claims["aud"].get(list))
        return false;
    bool named = false;
    for (const simdjson::dom::element each : list) {
        std::string_view one;
        named |= !each.get(one) && one == clientId;
    }
    return named && (list.size() == 1 || textOf(claims, "azp") == clientId);
}

} // namespace

Result<IdClaims> verifyIdToken(std::string_view token, const JsonWebKeys &keys, const Expected &expected,
                               bool &unknownKey)
{
    unknownKey = false;
    const std::size_t first = token.find('.');
    const std::size_t last = token.rfind('.');
    if (token.size() > longestToken || first == std::string_view::npos || first == last ||
        token.find('.', first + 1) != last)
        return refused("not three parts");
    const auto header = fromBase64Url(token.substr(0, first));
    const auto body = fromBase64Url(token.substr(first + 1, last - first - 1));
    const auto signature = fromBase64Url(token.substr(last + 1));
    if (!header || !body || !signature)
        return refused("not base64url");
    std::string algorithm;
    std::string keyId;
    {
        simdjson::dom::element read;
        if (wire::parseJson(*header).get(read))
            return refused("the header isn't JSON");
        algorithm = textOf(read, "alg");
        keyId = textOf(read, "kid");
        simdjson::dom::element critical;
        if (!read["crit"].get(critical))
            return refused("the header has critical extensions");
    }
    if (algorithm != "RS256" && algorithm != "ES256")
        return refused("the algorithm is '" + algorithm.substr(0, 20) + "'");
    switch (keys.verify(algorithm, keyId, token.substr(0, last), *signature)) {
    case JsonWebKeys::Verdict::UnknownKey:
        unknownKey = true;
        return refused("there is no such key");
    case JsonWebKeys::Verdict::Bad:
        return refused("the signature is wrong");
    case JsonWebKeys::Verdict::Good:
        break;
    }

    simdjson::dom::element claims;
    if (wire::parseJson(*body).get(claims))
        return refused("the claims aren't JSON");
    const std::int64_t nowS = expected.nowMs / 1000;
    const auto expires = seconds(claims, "exp");
    const auto issued = seconds(claims, "iat");
    if (textOf(claims, "iss") != expected.issuer)
        return refused("the issuer is another");
    if (!isForUs(claims, expected.clientId))
        return refused("it is for somebody else");
    if (!expires || *expires + leewayS <= nowS)
        return refused("it has expired");
    if (!issued || *issued > nowS + leewayS || *issued < nowS - oldestS)
        return refused("it wasn't issued now");
    if (expected.nonce.empty() || textOf(claims, "nonce") != expected.nonce)
        return refused("the nonce is another");
    IdClaims read;
    read.subject = textOf(claims, "sub");
    if (read.subject.empty() || read.subject.size() > 255)
        return refused("there is no subject");
    read.email = textOf(claims, "email");
    bool verified = false;
    read.emailVerified = !claims["email_verified"].get(verified) && verified;
    read.name = textOf(claims, "name");
    return read;
}

} // namespace beaver::openid
