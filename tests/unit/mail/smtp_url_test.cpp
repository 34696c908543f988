#include <gtest/gtest.h>
#include <server/mail/smtp.h>

namespace beaver::mail {
namespace {

using Tls = SmtpSettings::Tls;

TEST(SmtpUrl, UserAndPasswordAreDecoded)
{
    const auto settings = parseSmtpUrl("smtp://me%40example.com:p%3Aw%2F%25@mail.example.com:587");
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->url, "smtp://mail.example.com:587");
    EXPECT_EQ(settings->user, "me@example.com");
    EXPECT_EQ(settings->password.reveal(), "p:w/%");
    EXPECT_EQ(settings->tls, Tls::Required);
}

TEST(SmtpUrl, TlsIsRequiredForAPasswordThatLeavesTheMachine)
{
    EXPECT_EQ(parseSmtpUrl("smtp://me:x@127.0.0.1:25")->tls, Tls::Try);
    EXPECT_EQ(parseSmtpUrl("smtp://mail.example.com")->tls, Tls::Try);
    EXPECT_EQ(parseSmtpUrl("smtp://me:x@mail.example.com?starttls=off")->tls, Tls::Off);
    EXPECT_EQ(parseSmtpUrl("smtp://[::1]:2525/?starttls=required")->tls, Tls::Required);
    EXPECT_EQ(parseSmtpUrl("smtps://me:x@mail.example.com")->url, "smtps://mail.example.com");
}

TEST(SmtpUrl, AnythingElseIsNamedWithoutThePassword)
{
    for (const char *url : {"", "mail.example.com", "http://mail.example.com", "smtp://", "smtp://me:hunter2@",
                            "smtp://me:hunter2@mail.example.com/path", "smtp://me:hunter2@mail.example.com?tls=1",
                            "smtp://me:hunter2 @mail.example.com"}) {
        const auto settings = parseSmtpUrl(url);
        ASSERT_FALSE(settings) << url;
        EXPECT_EQ(settings.error().param, "SMTP_URL");
        EXPECT_EQ(settings.error().message.find("hunter2"), std::string::npos);
    }
}

} // namespace
} // namespace beaver::mail
