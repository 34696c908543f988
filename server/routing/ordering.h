#pragma once

#include <server/routing/pool.h>

#include <string_view>
#include <vector>

namespace beaver::routing {

/// One route on its way into a plan.
struct Ranked
{
    const ModelRoute *route = nullptr;
    std::size_t preferred = 0; ///< place in the call's own order; equal where it names none
    bool probe = false;        ///< half open: goes first in its priority, so that it is found out soon
    bool busy = false;
    std::uint64_t place = 0; ///< what goes before the score, in one number; order() computes both
    double score = 0;        ///< lower goes first
};

/// What decides within a priority.
struct Ordering
{
    Strategy strategy = Strategy::Weighted;
    std::string_view sort; ///< of the call: price, latency, throughput; goes before the rest
    std::string_view stickyKey;
    std::int64_t nowUs = 0;
    std::int64_t latencyHalfLifeMs = 0;
    std::uint64_t turn = 0; ///< of the round robin
};

/// By the call's own order, then priority, then what is probed, free and busy, then the score. Only the first `most`
/// are put into order: a plan is short, a pool may be long.
void order(std::vector<Ranked> &ranked, std::size_t most, const Ordering &by, Random &random);

/// 64 bits of a text, well mixed.
std::uint64_t hashOf(std::string_view text);

} // namespace beaver::routing
