#pragma once

#include <server/http/edge/limits.h>
#include <server/http/edge/refusal.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace beaver::http {

/// Undoes the chunked coding (RFC 9112 7.1), byte by byte where it matters, so that a body reads the same however it
/// was split. Extensions and trailers are checked and dropped.
class ChunkDecoder
{
public:
    enum class State { More, Done, Refused };

    /// Eats from the front of `bytes` and appends to `body`, which may not grow beyond `bodyLimit`. After Done `bytes`
    /// is what follows the body.
    State feed(std::string_view &bytes, std::string &body, std::size_t bodyLimit, const EdgeLimits &limits);
    Refusal refusal() const { return m_refusal; }

private:
    enum class Step : std::uint8_t { Size, Extension, SizeLf, Data, DataCr, DataLf, TrailerLine, TrailerLf };

    Refusal take(char c, std::size_t bodyRoom, const EdgeLimits &limits);
    Refusal takeSize(char c, std::size_t bodyRoom);
    Refusal takeExtension(char c, const EdgeLimits &limits);
    Refusal takeTrailer(char c, const EdgeLimits &limits);

    Step m_step = Step::Size;
    bool m_done = false;
    Refusal m_refusal = Refusal::None;
    int m_digits = 0;
    std::uint64_t m_left = 0; ///< of the chunk's size while it is read, then of its data
    std::size_t m_extension = 0;
    std::size_t m_extensions = 0;
    std::size_t m_trailers = 0;
    std::string m_line; ///< of a trailer
};

} // namespace beaver::http
