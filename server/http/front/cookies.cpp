#include <server/http/front/cookies.h>
#include <server/identity/session_cookie.h>

namespace beaver::http {

namespace {

std::string_view withoutScheme(std::string_view origin)
{
    const std::size_t scheme = origin.find("://");
    return scheme == std::string_view::npos ? std::string_view() : origin.substr(scheme + 3);
}

/// The types that a page can send anywhere without asking (Fetch, "CORS-safelisted request-header").
bool isFormType(std::string_view contentType)
{
    return contentType.starts_with("application/x-www-form-urlencoded") ||
           contentType.starts_with("multipart/form-data") || contentType.starts_with("text/plain");
}

} // namespace

std::string_view cookieValue(const Request &request, std::string_view name)
{
    std::string_view left = request.header("cookie");
    while (!left.empty()) {
        const std::size_t end = std::min(left.find(';'), left.size());
        std::string_view pair = left.substr(0, end);
        left.remove_prefix(std::min(end + 1, left.size()));
        while (pair.starts_with(' '))
            pair.remove_prefix(1);
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
            return pair.substr(name.size() + 1);
    }
    return {};
}

std::string_view sessionCookie(const Request &request)
{
    return cookieValue(request, identity::sessionCookieName);
}

bool needsProofOfOrigin(const Request &request, bool webSocket)
{
    return webSocket || (request.method != Method::Get && request.method != Method::Head);
}

bool comesFromOwnPage(const Request &request, std::string_view publicUrl)
{
    const std::string_view site = request.header("sec-fetch-site");
    const std::string_view origin = request.header("origin");
    if (!site.empty())
        return site == "same-origin" || site == "none";
    if (!origin.empty()) {
        const std::string_view from = withoutScheme(origin);
        return !from.empty() && (from == request.header("host") || origin == publicUrl);
    }
    return request.header("referer").empty() && !isFormType(request.header("content-type"));
}

std::string sessionCookieHeader(std::string_view value, std::int64_t maxAgeS, bool secure)
{
    std::string header(identity::sessionCookieName);
    header.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Lax; Max-Age=");
    header += std::to_string(maxAgeS);
    if (secure)
        header += "; Secure";
    return header;
}

} // namespace beaver::http
