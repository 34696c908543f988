#pragma once

#include "report.h"

#include <tests/bench/common/chunk_format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

/// What came of one stream, event by event, against what the upstream sends.
struct StreamCounts
{
    std::uint64_t chunks = 0, lost = 0, reordered = 0, altered = 0, foreign = 0, comments = 0;
    bool usage = false, done = false;

    void add(const StreamCounts &other);
};

/// Cuts a stream into events and checks tag, order and bytes of each chunk.
class StreamChecker
{
public:
    /// `translated`: each chunk is compared with the first one, as the upstream's bytes don't come through.
    void begin(std::uint64_t tag, std::uint64_t chunks, bool translated);
    /// Takes the whole events out of `body`, the rest stays in. `now` is nowNs(); the time since the chunk was sent
    /// goes into `delays`, the time since the one before into `gaps`.
    void take(std::string &body, std::int64_t now, Samples &delays, Samples &gaps);
    /// After the last byte: what is missing counts as lost.
    StreamCounts end(const std::string &rest);

    bool hasChunks() const { return m_counts.chunks > 0; }

private:
    void event(std::string_view text, std::int64_t now, Samples &delays, Samples &gaps);

    std::uint64_t m_tag = 0, m_expected = 0, m_next = 0;
    std::int64_t m_lastNs = 0;
    bool m_translated = false;
    ChunkShape m_shape;
    StreamCounts m_counts;
};

} // namespace bench
