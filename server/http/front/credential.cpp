#include <server/http/front/credential.h>
#include <server/http/websocket/handshake.h>

#include <algorithm>

namespace beaver::http {

namespace {

/// The value of `key` in a query; keys hold no character that would be escaped.
std::string_view keyInQuery(std::string_view query)
{
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view one = query.substr(0, end);
        if (one.starts_with("key="))
            return one.substr(4);
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return {};
}

Error ambiguous()
{
    return {ErrorCode::InvalidRequest,
            "Two credentials that differ were sent. Send one.",
            "Authorization",
            "ambiguous_credential",
            {},
            0};
}

} // namespace

Result<std::string_view> findCredential(const Request &request, bool alsoInQuery)
{
    std::string_view found;
    if (alsoInQuery)
        found = keyInQuery(request.query);
    if (request.upgrade) {
        const auto offered = offeredProtocols(request);
        if (!offered.empty() && offered.front() == "beaver" && offered.size() > 2)
            return ambiguous();
        if (offered.size() == 2 && offered.front() == "beaver")
            found = offered.back();
    }
    for (const auto &[name, value] : request.headers) {
        std::string_view credential;
        if (name == "authorization") {
            if (value.size() < 7 || (value[0] | 0x20) != 'b' || std::string_view(value).substr(1, 6) != "earer ")
                continue;
            credential = std::string_view(value).substr(7);
        } else if (name == "x-api-key" || name == "api-key" || name == "x-goog-api-key") {
            credential = value;
        } else {
            continue;
        }
        while (credential.starts_with(' '))
            credential.remove_prefix(1);
        if (!found.empty() && credential != found)
            return ambiguous();
        found = credential;
    }
    return found;
}

} // namespace beaver::http
