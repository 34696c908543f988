#pragma once

#include <shared/base/ids.h>

#include <cstdint>
#include <string>

namespace beaver::responses {

/// A response of the Responses API that its client asked to be kept.
struct StoredResponse
{
    std::string id; ///< as the answer named it
    AccountId account;
    std::string previousId; ///< the response that it goes on from, or empty
    std::string model;
    std::string input; ///< JSON array of its own items
    std::string body;  ///< JSON: the whole response
    std::int64_t createdAtMs = 0;
    std::int64_t expiresAtMs = 0;
};

} // namespace beaver::responses
