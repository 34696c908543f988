#pragma once

#include <array>
#include <cstdint>
#include <shared_mutex>
#include <vector>

namespace beaver::identity {

/// The first 64 bits of the hashes of all keys there are, so that an unknown key costs no question to the database.
/// About 11 to 23 bytes a key. A key that isn't here doesn't exist; of those that are here one in 10^13 may not. Any
/// thread.
class KeyFilter
{
public:
    KeyFilter();

    void add(std::uint64_t bits);
    bool mayContain(std::uint64_t bits) const;
    std::size_t bytes() const;

private:
    /// Open addressing with linear probing; 0 is an empty place. The bits are as good as random, so they are their own
    /// hash.
    struct alignas(64) Shard
    {
        mutable std::shared_mutex mutex;
        std::vector<std::uint64_t> places;
        std::size_t used = 0;
    };

    std::array<Shard, 16> m_shards;
};

} // namespace beaver::identity
