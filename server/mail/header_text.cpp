#include <server/mail/header_text.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace beaver::mail {

namespace {

constexpr std::size_t lineLength = 76;
/// 45 bytes are 60 characters of base64; `=?UTF-8?B?` and `?=` make 72, below RFC 2047's 75.
constexpr std::size_t bytesPerWord = 45;

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool isAscii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool continuesCharacter(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

std::string base64(std::string_view bytes)
{
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    text.pop_back(); // the NUL that libsodium counts
    return text;
}

std::string encodedWords(std::string_view text)
{
    std::string words;
    while (!text.empty()) {
        std::size_t size = std::min(bytesPerWord, text.size());
        while (size < text.size() && size > 1 && continuesCharacter(text[size]))
            --size;
        words.append(words.empty() ? "" : "\r\n ").append("=?UTF-8?B?").append(base64(text.substr(0, size)));
        words.append("?=");
        text.remove_prefix(size);
    }
    return words;
}

/// Breaks before a word that would go beyond the line.
std::string folded(std::string_view text)
{
    std::string lines;
    std::size_t column = 10; // about what stands before it
    while (!text.empty()) {
        const std::size_t space = text.find(' ', 1);
        const std::string_view word = text.substr(0, space);
        if (column + word.size() > lineLength && word.starts_with(' ')) {
            lines += "\r\n";
            column = 0;
        }
        lines += word;
        column += word.size();
        text = space == std::string_view::npos ? std::string_view() : text.substr(space);
    }
    return lines;
}

void appendEscaped(std::string &html, std::string_view text)
{
    for (const char c : text) {
        switch (c) {
        case '&':
            html += "&amp;";
            break;
        case '<':
            html += "&lt;";
            break;
        case '>':
            html += "&gt;";
            break;
        case '"':
            html += "&quot;";
            break;
        default:
            html += c;
        }
    }
}

} // namespace

bool isAddress(std::string_view text)
{
    const std::size_t at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.size() <= 320 &&
           text.find('@', at + 1) == std::string_view::npos && std::ranges::all_of(text, [](char c) {
               return c > ' ' && c < 0x7f && std::string_view("<>()[]\\,;:\"").find(c) == std::string_view::npos;
           });
}

std::optional<Mailbox> parseMailbox(std::string_view text)
{
    const auto trim = [](std::string_view piece) {
        while (piece.starts_with(' '))
            piece.remove_prefix(1);
        while (piece.ends_with(' '))
            piece.remove_suffix(1);
        return piece;
    };
    text = trim(text);
    if (std::ranges::any_of(text, isControl))
        return std::nullopt;
    Mailbox mailbox;
    if (text.ends_with('>')) {
        const std::size_t open = text.rfind('<');
        if (open == std::string_view::npos)
            return std::nullopt;
        std::string_view name = trim(text.substr(0, open));
        if (name.size() >= 2 && name.front() == '"' && name.back() == '"')
            name = name.substr(1, name.size() - 2);
        mailbox.name = name;
        text = text.substr(open + 1, text.size() - open - 2);
    }
    if (!isAddress(text))
        return std::nullopt;
    mailbox.address = text;
    return mailbox;
}

std::string headerText(std::string_view text)
{
    std::string plain(text);
    std::erase_if(plain, isControl);
    // What looks like an encoded word must not be read as one.
    return isAscii(plain) && plain.find("=?") == std::string::npos ? folded(plain) : encodedWords(plain);
}

std::string mailboxText(const Mailbox &mailbox)
{
    if (mailbox.name.empty())
        return mailbox.address;
    if (!isAscii(mailbox.name) || mailbox.name.find("=?") != std::string::npos)
        return headerText(mailbox.name) + " <" + mailbox.address + ">";
    std::string quoted = "\"";
    for (const char c : mailbox.name) {
        if (isControl(c))
            continue;
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    return quoted + "\" <" + mailbox.address + ">";
}

std::string dateText(std::int64_t wallMs)
{
    // strftime's names follow the locale; a message's don't.
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = wallMs / 1000;
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return std::string(days[static_cast<std::size_t>(utc.tm_wday)]) + ", " + two(utc.tm_mday) + " " +
           months[static_cast<std::size_t>(utc.tm_mon)] + " " + std::to_string(utc.tm_year + 1900) + " " +
           two(utc.tm_hour) + ":" + two(utc.tm_min) + ":" + two(utc.tm_sec) + " +0000";
}

std::vector<std::string> headersOf(const Mailbox &from, std::string_view to, std::string_view subject,
                                   std::string_view id, std::int64_t wallMs)
{
    const std::string domain = from.address.substr(from.address.find('@') + 1);
    return {"Date: " + dateText(wallMs),
            "From: " + mailboxText(from),
            "To: " + std::string(to),
            "Subject: " + headerText(subject),
            "Message-ID: <" + std::string(id) + "@" + domain + ">",
            "Auto-Submitted: auto-generated"}; // RFC 3834: nobody's absence note answers
}

std::string withCrLf(std::string_view text)
{
    std::string lines;
    lines.reserve(text.size() + text.size() / 20);
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n')
            continue;
        if (text[at] == '\n' || text[at] == '\r')
            lines += "\r\n";
        else
            lines += text[at];
    }
    return lines;
}

std::string htmlOf(std::string_view text)
{
    std::string html = "<!doctype html><html><body style=\"font-family:sans-serif;line-height:1.5\">\n<p>";
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const bool link = (line.starts_with("https://") || line.starts_with("http://")) &&
                          line.find_first_of(" \"<>") == std::string_view::npos;
        if (line.empty()) {
            html += "</p>\n<p>";
        } else if (link) {
            html += "<a href=\"";
            appendEscaped(html, line);
            html += "\">";
            appendEscaped(html, line);
            html += "</a><br>\n";
        } else {
            appendEscaped(html, line);
            html += "<br>\n";
        }
    }
    return html + "</p></body></html>\n";
}

} // namespace beaver::mail
