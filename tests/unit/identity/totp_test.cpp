#include <gtest/gtest.h>
#include <server/identity/totp.h>

namespace beaver::identity::totp {
namespace {

constexpr std::string_view rfcSecret = "12345678901234567890";

TEST(Totp, TheVectorsOfRfc6238)
{
    const std::pair<std::int64_t, const char *> vectors[] = {
        {59, "94287082"},
        {1'111'111'109, "07081804"},
        {1'111'111'111, "14050471"},
        {1'234'567'890, "89005924"},
        {2'000'000'000, "69279037"},
        {20'000'000'000, "65353130"},
    };
    for (const auto &[seconds, expected] : vectors)
        EXPECT_EQ(code(rfcSecret, seconds / stepS, 8), expected) << seconds;
}

TEST(Totp, TheVectorsOfRfc4226)
{
    const char *vectors[] = {"755224", "287082", "359152", "969429", "338314",
                             "254676", "287922", "162583", "399871", "520489"};
    for (std::int64_t step = 0; step < 10; ++step)
        EXPECT_EQ(code(rfcSecret, step), vectors[step]);
}

TEST(Totp, AStepBeforeAndAfterAreTakenOnce)
{
    const Secret secret{std::string(rfcSecret)};
    const std::int64_t nowMs = 1'000'000 * stepS * 1000 + 5'000;
    for (const std::int64_t step : {999'999, 1'000'000, 1'000'001})
        EXPECT_EQ(match(secret, code(rfcSecret, step), nowMs, 0), step);
    EXPECT_EQ(match(secret, code(rfcSecret, 999'998), nowMs, 0), std::nullopt);
    EXPECT_EQ(match(secret, code(rfcSecret, 1'000'002), nowMs, 0), std::nullopt);
    EXPECT_EQ(match(secret, code(rfcSecret, 1'000'000), nowMs, 1'000'000), std::nullopt);
    EXPECT_EQ(match(secret, code(rfcSecret, 1'000'001), nowMs, 1'000'000), 1'000'001);
    for (const char *given : {"", "12345", "1234567", "abcdef"})
        EXPECT_EQ(match(secret, given, nowMs, 0), std::nullopt);
}

TEST(Totp, SecretsAreShownAsAuthenticatorsReadThem)
{
    EXPECT_EQ(base32("foobar"), "MZXW6YTBOI"); // RFC 4648, 10, without padding
    EXPECT_EQ(base32("f"), "MY");
    EXPECT_EQ(newSecret().reveal().size(), 20U);
    EXPECT_EQ(
        keyUri(Secret("foobar"), "a+b@example.com"),
        "otpauth://totp/Beaver:a%2Bb%40example.com?secret=MZXW6YTBOI&issuer=Beaver&algorithm=SHA1&digits=6&period=30");
}

} // namespace
} // namespace beaver::identity::totp
