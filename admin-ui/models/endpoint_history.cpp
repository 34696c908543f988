#include <admin-ui/models/endpoint_history.h>

#include <map>
#include <utility>

namespace beaver::admin {

using namespace Qt::StringLiterals;

ApiRequest EndpointHistory::request() const
{
    return {ApiRequest::Verb::Get, u"/admin/usage?limit=1000&period=24h&group_by=hour,endpoint"_s};
}

void EndpointHistory::take(const JsonValue &answer)
{
    constexpr double down = 0.2;
    constexpr double degraded = 0.02;
    const QStringList hours = timesOf(answer, false);
    std::map<QString, std::vector<std::pair<double, double>>> endpoints; // requests and errors
    for (const JsonValue &group : answer["data"_L1].items()) {
        const QString endpoint = group["endpoint"_L1].plain();
        const qsizetype hour = hours.indexOf(group["hour"_L1].plain());
        if (endpoint.isEmpty() || hour < 0)
            continue;
        auto &course = endpoints[endpoint];
        course.resize(static_cast<std::size_t>(hours.size()));
        auto &[requests, errors] = course[static_cast<std::size_t>(hour)];
        requests += plainNumber(group["requests"_L1]);
        errors += plainNumber(group["errors"_L1]);
    }
    m_strips.clear();
    for (const auto &[endpoint, course] : endpoints) {
        QVariantList strip;
        for (const auto &[requests, errors] : course)
            strip.append(requests == 0                   ? u"unknown"_s
                         : errors >= down * requests     ? u"down"_s
                         : errors >= degraded * requests ? u"degraded"_s
                                                         : u"healthy"_s);
        m_strips[endpoint] = strip;
    }
}

} // namespace beaver::admin
