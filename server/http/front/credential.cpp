#include <server/http/front/credential.h>

namespace beaver::http {

Result<std::string_view> findCredential(const Request &request)
{
    std::string_view found;
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
            return Error{ErrorCode::InvalidRequest,
                         "Two credentials that differ were sent. Send one.",
                         "Authorization",
                         "ambiguous_credential",
                         {},
                         0};
        found = credential;
    }
    return found;
}

} // namespace beaver::http
