#include <server/providers/openai_compatible/openai_compatible_provider.h>

namespace beaver::providers {

std::unique_ptr<Attempt> OpenAiCompatibleProvider::startChat(const Endpoint &endpoint, const wire::ChatRequest &request,
                                                             std::string body)
{
    auto &target = m_chatTargets[endpoint.id];
    if (!target) {
        auto made = std::make_shared<UpstreamTarget>();
        made->url = endpoint.baseUrl + endpoint.profile->chatPath;
        made->headers = {"Content-Type: application/json", "Accept: application/json, text/event-stream",
                         "User-Agent: Beaver", "Authorization: Bearer " + endpoint.credential.reveal()};
        made->headers.insert(made->headers.end(), endpoint.extraHeaders.begin(), endpoint.extraHeaders.end());
        target = std::move(made);
    }
    return m_transport.post(target, std::move(body), request.stream);
}

} // namespace beaver::providers
