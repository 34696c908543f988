#include "support.h"

#include <server/identity/signing.h>

namespace beaver::identity::test {

namespace {

SignedRequest request()
{
    SignedRequest signedRequest;
    signedRequest.keyId = "key_1";
    signedRequest.time = "1742040000";
    signedRequest.nonce = "n1";
    signedRequest.method = "POST";
    signedRequest.target = "/v1/chat/completions?x=1";
    signedRequest.body = "{\"a\":1}";
    return signedRequest;
}

const Secret secret("bss_0123456789");

} // namespace

TEST(Signing, TextAndSignatureAreWhatTheDocumentSays)
{
    EXPECT_EQ(signedText(request()), "POST\n/v1/chat/completions?x=1\n1742040000\nn1\n"
                                     "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862");
    // hmac.new(b"bss_0123456789", text, "sha256").hexdigest() in Python
    EXPECT_EQ(signatureOf(secret, request()), "8160ed693914203023a82c55842e03f54496e841ec0cb9baf6f6154fb388b223");
}

TEST(Signing, EveryPartIsSigned)
{
    const std::string right = signatureOf(secret, request());
    const auto check = [&](auto change) {
        SignedRequest changed = request();
        change(changed);
        changed.signature = right;
        return outcome(checkSignature(secret, changed));
    };
    EXPECT_EQ(check([](SignedRequest &) {}), "ok");
    EXPECT_EQ(check([](SignedRequest &one) { one.method = "PUT"; }), "invalid_signature");
    EXPECT_EQ(check([](SignedRequest &one) { one.target = "/v1/chat/completions?x=2"; }), "invalid_signature");
    EXPECT_EQ(check([](SignedRequest &one) { one.time = "1742040001"; }), "invalid_signature");
    EXPECT_EQ(check([](SignedRequest &one) { one.nonce = ""; }), "invalid_signature");
    EXPECT_EQ(check([](SignedRequest &one) { one.body = "{\"a\":2}"; }), "invalid_signature");
    SignedRequest other = request();
    other.signature = right;
    EXPECT_EQ(outcome(checkSignature(Secret("bss_another"), other)), "invalid_signature");
}

TEST(Signing, TheWindowIsExact)
{
    const std::string signature(64, 'a');
    SignedRequest one = request();
    one.signature = signature;
    constexpr std::int64_t at = 1'742'040'000'000;
    EXPECT_EQ(outcome(checkSignatureTime(one, at + 300'000, 0)), "ok");
    EXPECT_EQ(outcome(checkSignatureTime(one, at + 300'001, 0)), "signature_expired");
    EXPECT_EQ(outcome(checkSignatureTime(one, at - 300'000, 0)), "ok");
    EXPECT_EQ(outcome(checkSignatureTime(one, at - 300'001, 0)), "signature_expired");
    EXPECT_EQ(outcome(checkSignatureTime(one, at, at + 999)), "ok");
    EXPECT_EQ(outcome(checkSignatureTime(one, at, at + 1000)), "signature_expired");
    for (const char *time : {"", "1742040000 ", "+1742040000", "-1", "1e9", "99999999999999999999"}) {
        one.time = time;
        EXPECT_EQ(outcome(checkSignatureTime(one, at, 0)), "invalid_signature") << time;
    }
}

TEST(Signing, ASignatureLetsInOnceForAsLongAsItIsValid)
{
    SeenSignatures seen;
    constexpr std::int64_t at = 1'742'040'000'000;
    EXPECT_EQ(outcome(seen.add("key_1", "s1", at)), "ok");
    for (const std::int64_t later : {0, 1, 300'000, 600'000})
        EXPECT_EQ(outcome(seen.add("key_1", "s1", at + later)), "signature_replayed") << later;
    EXPECT_EQ(outcome(seen.add("key_1", "s2", at + 600'001)), "ok"); // opens the next generation
    EXPECT_EQ(outcome(seen.add("key_1", "s2", at + 1'200'000)), "signature_replayed");
    EXPECT_EQ(outcome(seen.add("key_1", "s1", at - 86'400'000)), "signature_replayed"); // a clock that jumps back
}

TEST(Signing, MemoryOfSignaturesIsBounded)
{
    SeenSignatures seen;
    for (std::size_t at = 0; at < SeenSignatures::mostOfStripe; ++at)
        ASSERT_EQ(outcome(seen.add("key_1", std::to_string(at), 1'742'040'000'000)), "ok");
    EXPECT_EQ(outcome(seen.add("key_1", "one more", 1'742'040'000'000)), "too_many_signatures");
}

class SignedKeys : public IdentityTest
{};

TEST_F(SignedKeys, LetInByIdAndSignature)
{
    NewApiKey wanted;
    wanted.account = makeAccount().id;
    wanted.requireSignature = true;
    const CreatedApiKey key = makeKey(wanted);
    ASSERT_TRUE(key.key.canSign);
    EXPECT_EQ(outcome(useKey(key.secret)), "signature_required");
    SignedRequest one = request();
    const std::string time = std::to_string(clock.wallMs() / 1000);
    one.keyId = key.key.id.text();
    one.time = time;
    const std::string signature = signatureOf(key.signingSecret, one);
    one.signature = signature;
    const Caller caller{"192.0.2.1", {}, {}};
    EXPECT_FALSE(identity->trySigned(one, caller)); // not in memory yet
    EXPECT_EQ(outcome(await(identity->authenticateSigned(loop, one, caller))), "ok");
    EXPECT_EQ(outcome(await(identity->authenticateSigned(loop, one, caller))), "signature_replayed");
}

} // namespace beaver::identity::test
