#include "observer.h"

#include "text.h"

#include <algorithm>
#include <chrono>

namespace faulty {

namespace {

constexpr std::size_t recordsKept = 100;
constexpr std::size_t requestBodyKept = 1024 * 1024;
constexpr std::size_t bodiesKept = 4096;
constexpr std::size_t bodyBytesKept = 64 * 1024 * 1024;
constexpr std::size_t prefixesKept = 10'000;

void count(std::map<std::string, std::uint64_t, std::less<>> &counters, std::string_view key)
{
    const auto found = counters.find(key);
    if (found != counters.end())
        ++found->second;
    else if (counters.size() < prefixesKept)
        counters.emplace(key, 1);
}

} // namespace

std::uint64_t Observer::begin(const Request &request, std::string_view prefix, bool trap)
{
    const std::lock_guard lock(m_mutex);
    Record record;
    record.number = ++m_lastNumber;
    record.trap = trap;
    record.prefix = prefix;
    record.bodySize = request.body.size();
    record.request.method = request.method;
    record.request.path = request.path;
    record.request.query = request.query;
    record.request.headers = request.headers;
    record.request.body = request.body.substr(0, requestBodyKept);
    record.atUs = nowUs();
    m_records.push_back(std::move(record));
    if (m_records.size() > recordsKept)
        m_records.pop_front();
    ++m_totals.requests;
    m_totals.trapHits += trap ? 1 : 0;
    count(m_byPrefix, prefix);
    m_changed.notify_all();
    return m_lastNumber;
}

void Observer::end(std::uint64_t number, Outcome outcome, std::uint64_t bytes, std::int64_t leftAtUs)
{
    const std::lock_guard lock(m_mutex);
    if (number <= m_resetAt)
        return;
    ++m_totals.ended;
    m_totals.bytesSent += bytes;
    if (outcome == Outcome::Cancelled) {
        ++m_totals.cancelled;
        m_totals.lastCancelledAtUs = leftAtUs;
    }
    m_totals.cut += outcome == Outcome::Cut ? 1 : 0;
    const auto record = std::ranges::find(m_records, number, &Record::number);
    if (record != m_records.end()) {
        record->outcome = outcome == Outcome::Complete ? "complete" : outcome == Outcome::Cut ? "cut" : "cancelled";
        record->endedAtUs = nowUs();
        record->cancelledAtUs = outcome == Outcome::Cancelled ? leftAtUs : 0;
        record->bytesSent = bytes;
    }
    m_changed.notify_all();
}

void Observer::keepBody(std::uint64_t number, std::string bytes)
{
    const std::lock_guard lock(m_mutex);
    if (number <= m_resetAt)
        return;
    const auto kept = std::ranges::find(m_bodies.rbegin(), m_bodies.rend(), number, &Body::number);
    if (kept != m_bodies.rend()) {
        m_bodyBytes = m_bodyBytes - kept->bytes.size() + bytes.size();
        kept->bytes = std::move(bytes);
        return;
    }
    m_bodyBytes += bytes.size();
    m_bodies.push_back({number, std::move(bytes)});
    while (m_bodies.size() > 1 && (m_bodies.size() > bodiesKept || m_bodyBytes > bodyBytesKept)) {
        m_bodyBytes -= m_bodies.front().bytes.size();
        m_bodies.pop_front();
    }
}

std::uint64_t Observer::countPost(std::string_view prefix)
{
    const std::lock_guard lock(m_mutex);
    count(m_posts, prefix);
    const auto found = m_posts.find(prefix);
    return found == m_posts.end() ? 0 : found->second;
}

std::uint64_t Observer::posts(std::string_view prefix) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_posts.find(prefix);
    return found == m_posts.end() ? 0 : found->second;
}

void Observer::connectionOpened()
{
    const std::lock_guard lock(m_mutex);
    ++m_open;
    ++m_connections;
}

void Observer::connectionClosed()
{
    const std::lock_guard lock(m_mutex);
    --m_open;
    m_changed.notify_all();
}

void Observer::badRequest()
{
    const std::lock_guard lock(m_mutex);
    ++m_totals.badRequests;
}

bool Observer::body(std::uint64_t number, std::string &bytes) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::ranges::find_if(m_bodies.rbegin(), m_bodies.rend(), [number](const Body &kept) {
        return number == 0 || kept.number == number;
    });
    if (found == m_bodies.rend())
        return false;
    bytes = found->bytes;
    return true;
}

bool Observer::requestBody(std::uint64_t number, std::string &bytes) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::ranges::find_if(m_records.rbegin(), m_records.rend(), [number](const Record &record) {
        return number == 0 || record.number == number;
    });
    if (found == m_records.rend())
        return false;
    bytes = found->request.body;
    return true;
}

std::uint64_t Observer::numberByTag(std::string_view tag) const
{
    const std::string option = ";tag=" + std::string(tag);
    const std::lock_guard lock(m_mutex);
    const auto found = std::ranges::find_if(m_records.rbegin(), m_records.rend(), [&option](const Record &record) {
        const std::size_t at = record.prefix.find(option);
        return at != std::string::npos &&
               (at + option.size() == record.prefix.size() || record.prefix[at + option.size()] == ';');
    });
    return found == m_records.rend() ? 0 : found->number;
}

std::int64_t Observer::total(std::string_view name) const
{
    const std::uint64_t value = name == "requests"    ? m_totals.requests
                                : name == "ended"     ? m_totals.ended
                                : name == "cancelled" ? m_totals.cancelled
                                : name == "trap_hits" ? m_totals.trapHits
                                : name == "running"   ? m_totals.requests - m_totals.ended
                                                      : static_cast<std::uint64_t>(m_open);
    return static_cast<std::int64_t>(value);
}

bool Observer::waitFor(std::string_view name, std::int64_t value, std::int64_t timeoutMs) const
{
    const bool falling = name == "running" || name == "open_connections";
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::milliseconds(timeoutMs),
                              [&] { return falling ? total(name) <= value : total(name) >= value; });
}

void Observer::reset()
{
    const std::lock_guard lock(m_mutex);
    m_resetAt = m_lastNumber;
    m_totals = {};
    m_byPrefix.clear();
    m_posts.clear();
    m_records.clear();
    m_bodies.clear();
    m_bodyBytes = 0;
}

std::string Observer::recordJson(const Record &record)
{
    std::string headers;
    for (const auto &[name, value] : record.request.headers)
        headers += (headers.empty() ? "" : ",") + jsonText(lowerCase(name)) + ":" + jsonText(value);
    const auto timeOrNull = [](std::int64_t us) { return us == 0 ? std::string("null") : std::to_string(us); };
    return "{\"number\":" + std::to_string(record.number) + ",\"prefix\":" + jsonText(record.prefix) +
           ",\"trap\":" + (record.trap ? "true" : "false") + ",\"method\":" + jsonText(record.request.method) +
           ",\"path\":" + jsonText(record.request.path) + ",\"query\":" + jsonText(record.request.query) +
           ",\"headers\":{" + headers + "},\"body\":" + jsonText(record.request.body) +
           ",\"body_size\":" + std::to_string(record.bodySize) + ",\"outcome\":" + jsonText(record.outcome) +
           ",\"at_us\":" + std::to_string(record.atUs) + ",\"ended_at_us\":" + timeOrNull(record.endedAtUs) +
           ",\"cancelled_at_us\":" + timeOrNull(record.cancelledAtUs) +
           ",\"bytes_sent\":" + std::to_string(record.bytesSent) + "}";
}

std::string Observer::statsJson(std::size_t requests) const
{
    const std::lock_guard lock(m_mutex);
    std::string prefixes;
    for (const auto &[prefix, number] : m_byPrefix)
        prefixes += (prefixes.empty() ? "" : ",") + jsonText(prefix) + ":" + std::to_string(number);
    std::string records;
    for (std::size_t i = m_records.size() - std::min(requests, m_records.size()); i < m_records.size(); ++i)
        records += (records.empty() ? "" : ",") + recordJson(m_records[i]);
    return "{\"requests\":" + std::to_string(m_totals.requests) + ",\"running\":" + std::to_string(total("running")) +
           ",\"ended\":" + std::to_string(m_totals.ended) + ",\"cancelled\":" + std::to_string(m_totals.cancelled) +
           ",\"cut\":" + std::to_string(m_totals.cut) + ",\"trap_hits\":" + std::to_string(m_totals.trapHits) +
           ",\"bad_requests\":" + std::to_string(m_totals.badRequests) +
           ",\"bytes_sent\":" + std::to_string(m_totals.bytesSent) + ",\"open_connections\":" + std::to_string(m_open) +
           ",\"connections\":" + std::to_string(m_connections) +
           ",\"last_cancelled_at_us\":" + std::to_string(m_totals.lastCancelledAtUs) +
           ",\"now_us\":" + std::to_string(nowUs()) + ",\"by_prefix\":{" + prefixes + "},\"last_requests\":[" +
           records + "]}";
}

} // namespace faulty
