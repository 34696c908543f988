#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The texts of a message's headers (RFC 5322, RFC 2047). Pure.
namespace beaver::mail {

/// `name@example.com` in visible ASCII, without anything that would mean something else in a header or in SMTP.
bool isAddress(std::string_view text);

/// `MAIL_FROM`: an address, or `Name <address>`.
struct Mailbox
{
    std::string name;
    std::string address;
};
std::optional<Mailbox> parseMailbox(std::string_view text);

/// One logical line becomes the value of a header: control characters, line ends with them, are left out; what isn't
/// ASCII becomes encoded words (RFC 2047, B encoding) that never cut a character in two; lines are folded below 78.
std::string headerText(std::string_view text);
/// `From:` and `To:`: the name quoted or encoded, the address in brackets.
std::string mailboxText(const Mailbox &mailbox);
/// `Sat, 21 Nov 2026 09:15:45 +0000`
std::string dateText(std::int64_t wallMs);

/// All headers of a message, `Name: value` each, without line ends. `id` names the message, the same at every attempt:
/// a receiver who got it twice can tell.
std::vector<std::string> headersOf(const Mailbox &from, std::string_view to, std::string_view subject,
                                   std::string_view id, std::int64_t wallMs);

/// Line ends become CRLF.
std::string withCrLf(std::string_view text);
/// The plain text as a small HTML page: paragraphs, and links where a line is an address that begins with http.
std::string htmlOf(std::string_view text);

} // namespace beaver::mail
