#pragma once

#include <server/http/edge/refusal.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <type_traits>

namespace beaver::http {

/// Counts of what one loop's edge did. Written by the loop's thread alone, readable from any; `/metrics` shows them.
struct EdgeCounters
{
    std::atomic<std::uint64_t> accepted = 0;
    std::atomic<std::uint64_t> requests = 0;
    std::atomic<std::int64_t> open = 0;
    std::atomic<std::int64_t> webSockets = 0; ///< of those that are open
    /// Refusals by reason: the index is a Refusal, its label textOf(refusal).code.
    std::array<std::atomic<std::uint64_t>, 48> refused{};

    std::uint64_t refusals(Refusal refusal) const { return refused[static_cast<std::size_t>(refusal)].load(); }
    void countRefusal(Refusal refusal) { bump(refused[static_cast<std::size_t>(refusal)], 1); }

    /// One writer, so no locked instruction is needed.
    template <typename T> static void bump(std::atomic<T> &counter, std::type_identity_t<T> by)
    {
        counter.store(counter.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
    }
};
static_assert(static_cast<std::size_t>(Refusal::Count) <= 48);

} // namespace beaver::http
