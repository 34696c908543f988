#include <server/identity/lower_case.h>
#include <server/identity/referrer.h>

#include <algorithm>

namespace beaver::identity {

namespace {

struct Origin
{
    std::string text; ///< `scheme://host[:port]`, without the scheme's own port
    std::string host;
};

bool isHost(std::string_view host)
{
    return !host.empty() && host.size() <= 253 && host.front() != '.' && host.find("..") == std::string_view::npos &&
           std::ranges::all_of(host, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
           });
}

/// Empty for anything that isn't plainly http or https: what two parsers could read differently allows nothing.
std::optional<Origin> originOf(std::string_view url)
{
    const std::size_t colon = url.find("://");
    if (colon == std::string_view::npos)
        return std::nullopt;
    const std::string scheme = lowerCase(url.substr(0, colon));
    if (scheme != "http" && scheme != "https")
        return std::nullopt;
    std::string_view authority = url.substr(colon + 3);
    authority = authority.substr(0, authority.find_first_of("/?#"));
    if (authority.find_first_of("@\\[]") != std::string_view::npos)
        return std::nullopt;
    std::string_view port;
    if (const std::size_t at = authority.find(':'); at != std::string_view::npos) {
        port = authority.substr(at + 1);
        authority = authority.substr(0, at);
        if (port.empty() || port.size() > 5 || !std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; }))
            return std::nullopt;
    }
    Origin origin;
    origin.host = lowerCase(authority);
    if (!isHost(origin.host))
        return std::nullopt;
    origin.text = scheme + "://" + origin.host;
    if (!port.empty() && port != (scheme == "http" ? "80" : "443"))
        origin.text += ":" + std::string(port);
    return origin;
}

} // namespace

std::optional<ReferrerRule> ReferrerRule::parse(std::string_view text)
{
    ReferrerRule rule;
    if (text.find("://") != std::string_view::npos) {
        const auto origin = originOf(text);
        // An origin has no path; one given here would promise more than is checked.
        if (!origin || text.find_first_of("/?#", text.find("://") + 3) != std::string_view::npos)
            return std::nullopt;
        rule.m_kind = Kind::Origin;
        rule.m_text = origin->text;
        return rule;
    }
    const bool below = text.starts_with("*.");
    rule.m_kind = below ? Kind::Below : Kind::Host;
    const std::string host = lowerCase(below ? text.substr(2) : text);
    if (!isHost(host))
        return std::nullopt;
    rule.m_text = below ? "." + host : host;
    return rule;
}

bool ReferrerRule::allows(std::string_view referrer) const
{
    const auto origin = originOf(referrer);
    if (!origin)
        return false;
    switch (m_kind) {
    case Kind::Origin:
        return origin->text == m_text;
    case Kind::Host:
        return origin->host == m_text;
    case Kind::Below:
        return origin->host.size() > m_text.size() && origin->host.ends_with(m_text);
    }
    return false;
}

} // namespace beaver::identity
