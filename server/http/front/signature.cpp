#include <server/http/front/signature.h>

namespace beaver::http {

std::optional<identity::SignedRequest> findSignature(const Request &request)
{
    if (!request.hasHeader("x-beaver-signature"))
        return std::nullopt;
    identity::SignedRequest found;
    found.keyId = request.header("x-beaver-key-id");
    found.time = request.header("x-beaver-time");
    found.nonce = request.header("x-beaver-nonce");
    found.signature = request.header("x-beaver-signature");
    found.method = methodName(request.method);
    found.target = request.target;
    found.body = request.body;
    return found;
}

} // namespace beaver::http
