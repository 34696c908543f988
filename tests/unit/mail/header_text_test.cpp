#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <server/mail/header_text.h>

namespace beaver::mail {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::Not;

TEST(HeaderText, AsciiStaysAsItIs)
{
    EXPECT_EQ(headerText("Set a new password"), "Set a new password");
}

TEST(HeaderText, LineEndsAreNoHeaders)
{
    EXPECT_EQ(headerText("Hello\r\nBcc: victim@example.com"), "HelloBcc: victim@example.com");
    EXPECT_EQ(headerText(std::string_view("a\0b\x7f", 4)), "ab");
}

TEST(HeaderText, OtherLettersBecomeEncodedWords)
{
    EXPECT_EQ(headerText("Grüße"), "=?UTF-8?B?R3LDvMOfZQ==?=");
    EXPECT_EQ(headerText("=?UTF-8?B?AAAA?="), "=?UTF-8?B?PT9VVEYtOD9CP0FBQUE/PQ==?=");
}

TEST(HeaderText, NoLineIsTooLongAndNoCharacterIsCut)
{
    std::string text;
    for (int count = 0; count < 60; ++count)
        text += "ü€";
    const std::string value = headerText(text);
    std::size_t begin = 0;
    while (begin < value.size()) {
        const std::size_t end = std::min(value.find("\r\n", begin), value.size());
        const std::string line = value.substr(begin, end - begin);
        EXPECT_LE(line.size(), 76U);
        EXPECT_TRUE(begin == 0 || line.front() == ' ');
        begin = end + 2;
    }
    std::string plain(300, 'x');
    for (std::size_t at = 20; at < plain.size(); at += 20)
        plain[at] = ' ';
    EXPECT_THAT(headerText(plain), HasSubstr("\r\n "));
}

TEST(Address, TakesOneAddressAlone)
{
    EXPECT_TRUE(isAddress("name+tag@example.com"));
    for (const char *text :
         {"", "name", "@example.com", "name@", "a@b@c", "a b@example.com", "<a@example.com>",
          "a@example.com,b@example.com", "a@example.com\r\nRCPT TO:<b@example.com>", "ä@example.com"})
        EXPECT_FALSE(isAddress(text)) << text;
}

TEST(Mailbox, NamesAreQuotedOrEncoded)
{
    EXPECT_EQ(mailboxText(*parseMailbox("beaver@example.org")), "beaver@example.org");
    EXPECT_EQ(mailboxText(*parseMailbox("Beaver, Inc. <beaver@example.org>")), "\"Beaver, Inc.\" <beaver@example.org>");
    EXPECT_EQ(mailboxText(*parseMailbox("\"A \\\" B\" <b@example.org>")), "\"A \\\\\\\" B\" <b@example.org>");
    EXPECT_EQ(mailboxText(*parseMailbox("Bibér <b@example.org>")), "=?UTF-8?B?Qmliw6ly?= <b@example.org>");
    for (const char *text : {"", "nobody", "Name <nobody>", "a@b <c@d> e", "A\r\nB <b@example.org>"})
        EXPECT_FALSE(parseMailbox(text)) << text;
}

TEST(Message, HasTheHeadersThatItNeeds)
{
    const auto headers = headersOf({"Beaver", "b@example.org"}, "you@example.com", "Hi", "mail_1", 1'795'252'545'000);
    EXPECT_THAT(headers, testing::ElementsAre("Date: Sat, 21 Nov 2026 09:15:45 +0000",
                                              "From: \"Beaver\" <b@example.org>", "To: you@example.com", "Subject: Hi",
                                              "Message-ID: <mail_1@example.org>", "Auto-Submitted: auto-generated"));
    EXPECT_THAT(headersOf({"", "b@example.org"}, "you@example.com", "a\r\nX-Evil: 1", "mail_1", 0),
                Each(Not(HasSubstr("\nX-Evil"))));
}

TEST(Message, LineEndsAndHtml)
{
    EXPECT_EQ(withCrLf("a\nb\r\nc\rd"), "a\r\nb\r\nc\r\nd");
    const std::string html = htmlOf("<script>\n\nhttps://example.com/?a=1&b=2\nhttps://evil.example/\"onx=\n");
    EXPECT_THAT(html, HasSubstr("&lt;script&gt;"));
    EXPECT_THAT(html, HasSubstr("<a href=\"https://example.com/?a=1&amp;b=2\">"));
    EXPECT_THAT(html, Not(HasSubstr("\"onx")));
}

} // namespace
} // namespace beaver::mail
