#include <server/providers/operator_ids.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace beaver::providers {

namespace {

constexpr std::string_view mask = "***";
constexpr std::size_t shortestId = 6;
constexpr std::size_t shortestHash = 32;

constexpr std::array<std::string_view, 9> idPrefixes{"org-",  "org_",  "proj_", "proj-",  "team_",
                                                     "team-", "user-", "user_", "wrkspc_"};
constexpr std::array<std::string_view, 6> keyPrefixes{"sk-", "xai-", "pplx-", "gsk_", "aiza", "****"};
constexpr std::array<std::string_view, 10> owners{"org",       "organization", "organisation", "team",     "project",
                                                  "workspace", "account",      "tenant",       "consumer", "user"};
constexpr std::array<std::string_view, 8> aboutAccount{"your team",       "your organi",    "your project",
                                                       "your account",    "your workspace", "api key",
                                                       "contact support", "contact us"};

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

bool isWordChar(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '*';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

template <std::size_t N> bool startsWithAny(std::string_view text, const std::array<std::string_view, N> &prefixes)
{
    return std::ranges::any_of(prefixes, [text](auto prefix) { return text.starts_with(prefix); });
}

/// `before` and `last`: the two words ahead of it, in lower case.
bool isOperators(std::string_view token, std::string_view before, std::string_view last)
{
    const std::string lower = lowered(token);
    const bool mixed = std::ranges::any_of(token.substr(std::min<std::size_t>(token.size(), 4)), [](char c) {
        return isDigit(c) || std::isupper(static_cast<unsigned char>(c)) != 0;
    });
    if (startsWithAny(lower, idPrefixes) && mixed)
        return true;
    if (startsWithAny(lower, keyPrefixes) && token.size() >= shortestId)
        return true;
    if (token.find("***") != std::string_view::npos)
        return true;
    if (token.size() >= shortestHash &&
        std::ranges::all_of(token, [](unsigned char c) { return std::isxdigit(c) != 0; }))
        return true;
    const bool owned =
        std::ranges::find(owners, last) != owners.end() || std::ranges::find(owners, before) != owners.end();
    return owned && token.size() >= shortestId && std::ranges::any_of(token, isDigit);
}

} // namespace

std::string withoutOperatorIds(std::string_view text)
{
    std::string out, before, last;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        while (at < text.size() && isWordChar(text[at]))
            ++at;
        if (at == begin) {
            // An owner's name counts for its own clause.
            if (text[at] == '.' || text[at] == ',' || text[at] == ';')
                before = last = {};
            out += text[at++];
            continue;
        }
        const std::string_view token = text.substr(begin, at - begin);
        out += isOperators(token, before, last) ? mask : token;
        before = std::move(last);
        last = lowered(token);
    }
    return out;
}

std::string aboutTheRequest(std::string_view message)
{
    std::string kept;
    for (std::size_t at = 0; at < message.size();) {
        const std::size_t end = message.find(". ", at);
        const std::size_t next = end == std::string_view::npos ? message.size() : end + 2;
        const std::string_view sentence = message.substr(at, next - at);
        const std::string lower = lowered(sentence);
        const bool account =
            std::ranges::any_of(aboutAccount, [&](auto words) { return lower.find(words) != std::string::npos; });
        if (at == 0 || !account)
            kept += sentence;
        at = next;
    }
    while (!kept.empty() && kept.back() == ' ')
        kept.pop_back();
    return withoutOperatorIds(kept);
}

} // namespace beaver::providers
