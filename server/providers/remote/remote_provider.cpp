#include <server/providers/remote/remote_provider.h>

namespace beaver::providers {

namespace {

std::string_view capabilityOf(const Profile &profile, const Ask &ask)
{
    if (ask.unit)
        return wire::unitSurface(ask.unit->kind).capability;
    if (ask.dialect == wire::Dialect::Responses)
        return "responses";
    if (ask.dialect == wire::Dialect::Anthropic && profile.dialect != wire::Dialect::Anthropic)
        return "messages";
    return "chat";
}

} // namespace

std::unique_ptr<Attempt> RemoteProvider::start(std::shared_ptr<const Endpoint> endpoint, Ask ask)
{
    std::string url = callUrl(*endpoint, capabilityOf(*endpoint->profile, ask), ask.model, ask.stream);
    const bool form = ask.unit && !ask.unit->boundary.empty();
    Known &known = m_targets[endpoint->id.text() + (form ? " form " : " ") + url];
    if (known.endpoint != endpoint) {
        auto made = std::make_shared<UpstreamTarget>();
        made->url = std::move(url);
        made->headers = endpointHeaders(*endpoint);
        made->headers.emplace_back("Accept: application/json, text/event-stream");
        made->headers.emplace_back("User-Agent: Beaver");
        if (!form)
            made->headers.emplace_back("Content-Type: application/json");
        made->timeouts = endpoint->timeouts;
        known = {endpoint, std::move(made)};
    }
    if (form)
        ask.headers.push_back("Content-Type: " + ask.unit->contentType);
    return m_transport.send(known.target, std::move(ask.body), ask.stream, ask.headers);
}

} // namespace beaver::providers
