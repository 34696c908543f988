#pragma once

#include <QCoroTask>

#include <server/providers/profile.h>
#include <server/providers/transport/transport.h>
#include <shared/base/result.h>

#include <memory>
#include <string>

namespace beaver::fine_tuning {

/// One request to an endpoint, beside those that call models.
struct ProviderRequest
{
    std::string url;
    bool get = false;
    std::string body;
    std::string contentType = "application/json";
};

/// Sends it and waits for the whole answer. A 2xx answer is its body; anything else is what the client is to be told.
QCoro::Task<Result<std::string>> ask(providers::Transport &transport,
                                     std::shared_ptr<const providers::Endpoint> endpoint, ProviderRequest request);

} // namespace beaver::fine_tuning
