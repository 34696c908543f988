#pragma once

#include <atomic>
#include <cstdint>
#include <random>

namespace beaver::routing {

/// The finaliser of splitmix64 (Steele, Lea, Flood 2014): every bit of the input reaches every bit of the output.
constexpr std::uint64_t mixed(std::uint64_t bits)
{
    bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebULL;
    return bits ^ (bits >> 31U);
}

/// A number in (0, 1) of 53 random bits.
constexpr double unit(std::uint64_t bits)
{
    return (static_cast<double>(bits >> 11U) + 0.5) * 0x1.0p-53;
}

/// splitmix64 as a counter: any thread, no lock, the same numbers for the same seed. Nothing secret depends on it.
class Random
{
public:
    explicit Random(std::uint64_t seed)
        : m_seed(seed != 0 ? seed
                           : (static_cast<std::uint64_t>(std::random_device()()) << 32U) + std::random_device()())
    {}

    std::uint64_t next() { return mixed(m_seed + step * m_count.fetch_add(1, std::memory_order_relaxed)); }
    double uniform() { return unit(next()); }

    /// The next numbers, for one thread, which meets the others once for all of them.
    class Draws
    {
    public:
        explicit Draws(std::uint64_t state)
            : m_state(state)
        {}
        double uniform() { return unit(mixed(m_state += step)); }

    private:
        std::uint64_t m_state;
    };
    Draws draws(std::uint64_t count)
    {
        return Draws(m_seed + step * (m_count.fetch_add(count, std::memory_order_relaxed) - 1));
    }

private:
    static constexpr std::uint64_t step = 0x9e3779b97f4a7c15ULL;

    const std::uint64_t m_seed;
    std::atomic<std::uint64_t> m_count = 1;
};

} // namespace beaver::routing
