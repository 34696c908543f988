#include <server/fine_tuning/provider_client.h>
#include <server/providers/failure.h>

namespace beaver::fine_tuning {

QCoro::Task<Result<std::string>> ask(providers::Transport &transport,
                                     std::shared_ptr<const providers::Endpoint> endpoint, ProviderRequest request)
{
    auto target = std::make_shared<providers::UpstreamTarget>();
    target->url = std::move(request.url);
    target->headers = providers::endpointHeaders(*endpoint);
    target->headers.emplace_back("Accept: application/json");
    target->headers.emplace_back("User-Agent: Beaver");
    if (!request.get)
        target->headers.push_back("Content-Type: " + request.contentType);
    target->get = request.get;
    target->timeouts = endpoint->timeouts;

    const auto attempt = transport.send(target, std::move(request.body), false);
    std::string body;
    std::string piece;
    while (!attempt->ended()) {
        auto change = attempt->change();
        co_await change;
        attempt->take(piece);
        body += piece;
    }
    attempt->take(piece);
    body += piece;
    if (attempt->end() != providers::TransportEnd::Complete)
        co_return providers::classifyTransport(attempt->end(), attempt->detail()).error;
    if (attempt->status() >= 200 && attempt->status() < 300)
        co_return body;
    auto error = providers::classifyAnswer(attempt->status(), body, attempt->retryAfterMs()).error;
    if (attempt->status() == 404)
        error.reason = "not_found"; // here it is never a model that a job's path lacks
    co_return error;
}

} // namespace beaver::fine_tuning
