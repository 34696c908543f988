#pragma once

#include <shared/base/ids.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace beaver::fine_tuning {

/// A job that runs at a provider, as it is remembered here.
struct Job
{
    std::string id; ///< the provider's
    AccountId account;
    EndpointId endpoint;
    std::string model;          ///< as the client named it
    std::string trainingFile;   ///< ours
    std::string validationFile; ///< ours, or empty
    std::string status;
    std::string body; ///< JSON: what the provider last said of it, with our names
    std::int64_t createdAtMs = 0;
};

/// Nothing changes any more.
inline bool hasEnded(std::string_view status)
{
    return status == "succeeded" || status == "failed" || status == "cancelled";
}

} // namespace beaver::fine_tuning
