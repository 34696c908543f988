#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bench {

/// What a streamed chunk of the bench upstream says about itself.
struct ChunkMark
{
    std::uint64_t tag = 0;      ///< of the stream, as its request asked
    std::uint64_t sequence = 0; ///< 0, 1, 2 …
    std::uint64_t sentUs = 0;   ///< CLOCK_MONOTONIC at the upstream
};

/// Appends one SSE event, blank line included; always of the same length. tag < 10^8, sequence < 10^6.
void appendChunk(std::string &out, const ChunkMark &mark);

/// Reads an event without its blank line. Nothing: not a chunk. `altered`: it is one, but not byte for byte.
std::optional<ChunkMark> readChunk(std::string_view event, bool &altered);

/// The same text as an Anthropic text delta.
void appendAnthropicChunk(std::string &out, const ChunkMark &mark);

/// What stands around the marks of a stream that a gateway has written anew.
struct ChunkShape
{
    std::string before;
    std::string after;
};

/// As readChunk(), for an answer that the gateway translated into OpenAI's form: the first chunk of a stream fills
/// `shape`, and one that differs from it by more than its mark is `altered`.
std::optional<ChunkMark> readTranslatedChunk(std::string_view event, ChunkShape &shape, bool &altered);

/// What the load generator puts into its prompt to tell the upstream how to answer.
struct Wish
{
    std::uint64_t chunks = 64;
    std::uint64_t intervalUs = 0; ///< between chunks; 0: as fast as possible
    std::uint64_t delayUs = 0;    ///< before the first byte
    std::uint64_t tag = 0;
};

std::string wishText(const Wish &wish);
/// Found anywhere in a request's body; the defaults if it isn't there.
Wish readWish(std::string_view body);

} // namespace bench
