#include <server/http/front/cors.h>

#include <algorithm>

namespace beaver::http {

std::vector<std::pair<std::string, std::string>> Cors::headersFor(const Request &request) const
{
    const std::string_view origin = request.header("origin");
    if (m_origins.empty() || origin.empty())
        return {};
    const bool any = std::find(m_origins.begin(), m_origins.end(), "*") != m_origins.end();
    const bool named = std::find(m_origins.begin(), m_origins.end(), origin) != m_origins.end();
    if (!any && !named)
        return {{"vary", "Origin"}};

    std::vector<std::pair<std::string, std::string>> headers;
    headers.emplace_back("access-control-allow-origin", named ? std::string(origin) : "*");
    headers.emplace_back("vary", "Origin");
    if (named)
        headers.emplace_back("access-control-allow-credentials", "true");
    if (isPreflight(request)) {
        headers.emplace_back("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS");
        headers.emplace_back(
            "access-control-allow-headers",
            "authorization, content-type, idempotency-key, x-api-key, x-csrf-token, x-request-id, openai-organization, "
            "openai-project, x-stainless-arch, x-stainless-lang, x-stainless-os, x-stainless-package-version, "
            "x-stainless-retry-count, x-stainless-runtime, x-stainless-runtime-version, x-stainless-timeout");
        headers.emplace_back("access-control-max-age", "600");
    } else {
        headers.emplace_back(
            "access-control-expose-headers",
            "x-request-id, x-beaver-request-id, x-beaver-cost, x-beaver-balance, x-beaver-provider, retry-after, "
            "x-ratelimit-limit-requests, x-ratelimit-remaining-requests, x-ratelimit-reset-requests");
    }
    return headers;
}

bool Cors::allows(const Request &request) const
{
    const std::string_view origin = request.header("origin");
    return origin.empty() || std::ranges::any_of(m_origins, [origin](const std::string &allowed) {
               return allowed == "*" || allowed == origin;
           });
}

bool Cors::isPreflight(const Request &request)
{
    return request.method == Method::Options && request.hasHeader("origin") &&
           request.hasHeader("access-control-request-method");
}

} // namespace beaver::http
