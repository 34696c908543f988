#include <server/providers/transport/plain_attempt.h>
#include <server/providers/transport/plain_transport.h>
#include <strings.h>

#include <algorithm>
#include <cstdlib>
#include <unordered_map>

namespace beaver::providers {

namespace {

bool hasProxy()
{
    const auto isSet = [](const char *name) {
        const char *value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): nobody sets it
        return value && *value;
    };
    return isSet("http_proxy") || isSet("all_proxy") || isSet("ALL_PROXY");
}

/// What libcurl is told to reach without one.
bool isReachedWithoutProxy(const std::string &host)
{
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

struct PreparedTarget
{
    std::shared_ptr<const UpstreamTarget> target;
    std::shared_ptr<Origin> origin; ///< none: not for this transport
    std::string head;               ///< up to the headers that each request has of its own
};

std::string headOf(const UpstreamTarget &target, const PlainUrl &url)
{
    std::string head = target.get ? "GET " : "POST ";
    head.append(url.target).append(" HTTP/1.1\r\nHost: ").append(url.authority()).append("\r\n");
    const bool accepts = std::any_of(target.headers.begin(), target.headers.end(), [](const std::string &line) {
        return ::strncasecmp(line.c_str(), "accept:", 7) == 0;
    });
    if (!accepts)
        head += "Accept: */*\r\n";
    for (const std::string &line : target.headers)
        head.append(line).append("\r\n");
    return head;
}

} // namespace

struct PlainTransport::Private
{
    using PlainTargets = std::unordered_map<const UpstreamTarget *, PreparedTarget>;

    PlainTargets targets;
    const bool proxied = hasProxy();
    PlainShared shared;

    Private(ops::EventLoop &loop, const TransportLimits &limits)
        : shared(loop, limits)
    {}

    PreparedTarget &prepare(const std::shared_ptr<const UpstreamTarget> &target)
    {
        if (const auto known = targets.find(target.get()); known != targets.end())
            return known->second;
        // Targets that only we still hold, because their endpoint has changed or gone.
        std::erase_if(targets, [](const auto &entry) { return entry.second.target.use_count() == 1; });
        PreparedTarget prepared{target, nullptr, {}};
        if (const auto url = PlainUrl::of(target->url); url && (!proxied || isReachedWithoutProxy(url->host))) {
            prepared.origin = originOf(*url);
            prepared.head = headOf(*target, *url);
        }
        return targets.emplace(target.get(), std::move(prepared)).first->second;
    }

    /// Many keys of one server are many targets there.
    std::shared_ptr<Origin> originOf(const PlainUrl &url) const
    {
        const auto same = std::find_if(targets.begin(), targets.end(), [&url](const auto &entry) {
            return entry.second.origin && entry.second.origin->is(url);
        });
        return same != targets.end() ? same->second.origin : std::make_shared<Origin>(shared.loop, url);
    }
};

PlainTransport::PlainTransport(ops::EventLoop &loop, const TransportLimits &limits)
    : d(std::make_unique<Private>(loop, limits))
{}

PlainTransport::~PlainTransport() = default;

bool PlainTransport::takes(const std::shared_ptr<const UpstreamTarget> &target)
{
    return d->prepare(target).origin != nullptr;
}

std::unique_ptr<Attempt> PlainTransport::send(const std::shared_ptr<const UpstreamTarget> &target,
                                              wire::OutgoingBody body, bool stream,
                                              const std::vector<std::string> &headers)
{
    const PreparedTarget &prepared = d->prepare(target);
    std::string head;
    head.reserve(prepared.head.size() + 256);
    head += prepared.head;
    for (const std::string &line : headers)
        head.append(line).append("\r\n");
    if (target->get)
        body = {};
    else
        head.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    head += "\r\n";
    return std::make_unique<PlainAttempt>(d->shared, target, prepared.origin, std::move(head), std::move(body), stream);
}

int PlainTransport::running() const
{
    return d->shared.running;
}

} // namespace beaver::providers
