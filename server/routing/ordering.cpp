#include <server/routing/ordering.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace beaver::routing {

namespace {

const EndpointSettings &settingsOf(const Ranked &ranked)
{
    return ranked.route->member->stored->settings;
}

/// Ascending order of −ln(u)/w draws without replacement in proportion to w (Efraimidis, Spirakis 2006).
double drawn(double uniform, int weight)
{
    return weight > 0 ? -std::log(uniform) / weight : std::numeric_limits<double>::infinity();
}

double latency(const Ranked &ranked, const Ordering &by)
{
    return ranked.route->track->firstByteUs(by.nowUs, by.latencyHalfLifeMs);
}

/// Two at random, the better of them first; the others follow by what is known of them.
void twoChoices(std::vector<Ranked>::iterator begin, std::vector<Ranked>::iterator end, const Ordering &by,
                Random &random)
{
    const auto count = static_cast<std::uint64_t>(end - begin);
    for (auto each = begin; each != end; ++each) {
        // Calls under way wait for one another: an endpoint with many of them is slower than it was.
        each->score = latency(*each, by) * static_cast<double>(each->route->member->live->underWay() + 1);
    }
    if (count < 2)
        return;
    const auto one = static_cast<std::ptrdiff_t>(random.next() % count);
    auto other = static_cast<std::ptrdiff_t>(random.next() % (count - 1));
    other += other >= one ? 1 : 0;
    const auto better = begin[other].score < begin[one].score ? other : one;
    begin[better].score = -1;
}

void score(std::vector<Ranked>::iterator begin, std::vector<Ranked>::iterator end, const Ordering &by, Random &random)
{
    const auto each = [&](auto rule) {
        for (auto at = begin; at != end; ++at)
            at->score = rule(*at);
    };
    auto draws = random.draws(static_cast<std::uint64_t>(end - begin));
    const auto tieBreak = [&draws](const Ranked &) { return draws.uniform(); };
    if (by.sort == "price")
        return each([&](const Ranked &one) { return settingsOf(one).costPercent + tieBreak(one); });
    if (by.sort == "latency")
        return each([&](const Ranked &one) { return latency(one, by) + tieBreak(one); });
    if (by.sort == "throughput")
        return each([&](const Ranked &one) {
            const double speed = one.route->track->tokensPerSecond();
            return speed > 0 ? -speed : -std::numeric_limits<double>::max(); // what isn't known is tried
        });
    if (!by.stickyKey.empty()) {
        // Weighted rendezvous: each key has its own order of the endpoints, and only the keys of one that leaves move.
        const std::uint64_t key = hashOf(by.stickyKey);
        return each([&](const Ranked &one) {
            return drawn(unit(mixed(key ^ one.route->member->idHash)), settingsOf(one).weight);
        });
    }
    switch (by.strategy) {
    case Strategy::Weighted:
        return each([&](const Ranked &one) { return drawn(draws.uniform(), settingsOf(one).weight); });
    case Strategy::RoundRobin: {
        const auto count = static_cast<std::uint64_t>(end - begin);
        for (std::uint64_t at = 0; at < count; ++at)
            begin[static_cast<std::ptrdiff_t>(at)].score = static_cast<double>((at + count - by.turn % count) % count);
        return;
    }
    case Strategy::LeastBusy:
        return each([&](const Ranked &one) {
            const double load = static_cast<double>(one.route->member->live->underWay()) + 1;
            return load / std::max(settingsOf(one).weight, 1) * (1 + tieBreak(one) * 1e-6);
        });
    case Strategy::LowestLatency:
        return twoChoices(begin, end, by, random);
    case Strategy::Cheapest:
        return each([&](const Ranked &one) { return settingsOf(one).costPercent + tieBreak(one); });
    }
}

/// The call's own order, the priority and three yes or no, the weightier the higher.
std::uint64_t placeOf(const Ranked &one)
{
    const EndpointSettings &settings = settingsOf(one);
    const auto priority = static_cast<std::uint32_t>(settings.priority) ^ 0x80000000U; // signed order kept
    const unsigned last = (one.probe ? 0U : 4U) | (settings.weight == 0 ? 2U : 0U) | (one.busy ? 1U : 0U);
    return (static_cast<std::uint64_t>(one.preferred) << 35U) | (static_cast<std::uint64_t>(priority) << 3U) | last;
}

} // namespace

void order(std::vector<Ranked> &ranked, std::size_t most, const Ordering &by, Random &random)
{
    if (ranked.size() < 2)
        return;
    // The routes come by priority: score each group on its own.
    for (auto begin = ranked.begin(); begin != ranked.end();) {
        const int priority = settingsOf(*begin).priority;
        const auto end = std::find_if(begin, ranked.end(),
                                      [priority](const Ranked &one) { return settingsOf(one).priority != priority; });
        score(begin, end, by, random);
        begin = end;
    }
    for (Ranked &one : ranked)
        one.place = placeOf(one);
    const auto end = ranked.begin() + static_cast<std::ptrdiff_t>(std::min(most, ranked.size()));
    std::partial_sort(ranked.begin(), end, ranked.end(), [](const Ranked &one, const Ranked &other) {
        return std::tie(one.place, one.score, one.route) < std::tie(other.place, other.score, other.route);
    });
}

std::uint64_t hashOf(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325ULL; // FNV-1a
    for (const char character : text)
        hash = (hash ^ static_cast<unsigned char>(character)) * 0x100000001b3ULL;
    return mixed(hash);
}

} // namespace beaver::routing
