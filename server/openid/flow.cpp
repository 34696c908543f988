#include <server/openid/base64_url.h>
#include <server/openid/flow.h>
#include <server/wire/json_scan.h>
#include <shared/base/json_writer.h>
#include <sodium.h>

#include <algorithm>

namespace beaver::openid {

namespace {

constexpr std::int64_t lifeMs = 600'000;
constexpr std::string_view sealedFor = "oauth flow";
constexpr std::size_t longestRedirect = 500;

std::string random()
{
    std::string bytes(32, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return toBase64Url(bytes);
}

Error lost()
{
    return {ErrorCode::InvalidRequest,
            "This sign-in wasn't begun in this browser, or too long ago. Begin it anew.",
            "state",
            "oauth_state",
            {},
            0};
}

} // namespace

Flow newFlow(std::string provider, std::string redirect, std::int64_t nowMs)
{
    return {std::move(provider), random(), random(), random(), std::move(redirect), nowMs + lifeMs};
}

std::string codeChallenge(std::string_view verifier)
{
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char *>(hash.data()),
                       reinterpret_cast<const unsigned char *>(verifier.data()), verifier.size());
    return toBase64Url(hash);
}

bool isOwnPath(std::string_view redirect)
{
    return redirect.size() <= longestRedirect && redirect.starts_with('/') && !redirect.starts_with("//") &&
           std::ranges::all_of(redirect, [](char c) { return c > ' ' && c < 0x7f && c != '\\'; });
}

std::string sealFlow(const ops::CredentialBox &box, const Flow &flow)
{
    JsonWriter json;
    json.beginObject()
        .field("p", flow.provider)
        .field("s", flow.state)
        .field("n", flow.nonce)
        .field("v", flow.verifier)
        .field("r", flow.redirect)
        .field("e", flow.expiresAtMs)
        .endObject();
    return toBase64Url(box.seal(Secret(json.take()), sealedFor));
}

Result<Flow> openFlow(const ops::CredentialBox &box, std::string_view cookie, std::string_view provider,
                      std::string_view state, std::int64_t nowMs)
{
    const auto sealed = fromBase64Url(cookie);
    if (!sealed)
        return lost();
    const auto opened = box.open(*sealed, sealedFor);
    if (!opened)
        return lost();
    simdjson::dom::element json;
    if (wire::parseJson(opened->reveal()).get(json))
        return lost();
    Flow flow;
    const auto read = [&](const char *name, std::string &into) {
        std::string_view value;
        if (!json[name].get(value))
            into = value;
    };
    read("p", flow.provider);
    read("s", flow.state);
    read("n", flow.nonce);
    read("v", flow.verifier);
    read("r", flow.redirect);
    if (json["e"].get(flow.expiresAtMs) || flow.expiresAtMs <= nowMs || flow.provider != provider ||
        flow.state.empty() || !Secret(flow.state).equals(state))
        return lost();
    return flow;
}

} // namespace beaver::openid
