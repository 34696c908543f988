#include <server/identity/key_filter.h>

#include <mutex>
#include <utility>

namespace beaver::identity {

namespace {

std::uint64_t notEmpty(std::uint64_t bits)
{
    return bits == 0 ? 1 : bits;
}

std::size_t shardOf(std::uint64_t bits)
{
    return bits >> 60;
}

/// Where `bits` stands, or the empty place where it would.
std::size_t find(const std::vector<std::uint64_t> &places, std::uint64_t bits)
{
    const std::size_t mask = places.size() - 1;
    std::size_t at = bits & mask;
    while (places[at] != 0 && places[at] != bits)
        at = (at + 1) & mask;
    return at;
}

} // namespace

KeyFilter::KeyFilter()
{
    for (Shard &shard : m_shards)
        shard.places.resize(64);
}

void KeyFilter::add(std::uint64_t bits)
{
    bits = notEmpty(bits);
    Shard &shard = m_shards[shardOf(bits)];
    const std::unique_lock lock(shard.mutex);
    std::size_t at = find(shard.places, bits);
    if (shard.places[at] == bits)
        return;
    if ((shard.used + 1) * 10 > shard.places.size() * 7) {
        std::vector<std::uint64_t> larger(shard.places.size() * 2);
        for (const std::uint64_t old : shard.places)
            if (old != 0)
                larger[find(larger, old)] = old;
        shard.places = std::move(larger);
        at = find(shard.places, bits);
    }
    shard.places[at] = bits;
    ++shard.used;
}

bool KeyFilter::mayContain(std::uint64_t bits) const
{
    bits = notEmpty(bits);
    const Shard &shard = m_shards[shardOf(bits)];
    const std::shared_lock lock(shard.mutex);
    return shard.places[find(shard.places, bits)] != 0;
}

std::size_t KeyFilter::bytes() const
{
    std::size_t sum = 0;
    for (const Shard &shard : m_shards) {
        const std::shared_lock lock(shard.mutex);
        sum += shard.places.size() * sizeof(std::uint64_t);
    }
    return sum;
}

} // namespace beaver::identity
