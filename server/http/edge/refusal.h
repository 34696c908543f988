#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace beaver::http {

/// Why the edge turned something away. The order is the index into EdgeCounters::refused; append only.
enum class Refusal : std::uint8_t {
    None,
    BadRequestLine,
    BadTarget,
    BadVersion,
    UnsupportedVersion,
    UnknownMethod,
    MethodNotAllowed,
    BadLineEnd,
    BadHeaderName,
    BadHeaderValue,
    FoldedHeader,
    BadHost,
    Misdirected,
    BadContentLength,
    BadTransferEncoding,
    UnsupportedTransferEncoding,
    AmbiguousLength,
    LengthRequired,
    BadChunk,
    BadTrailer,
    RequestLineTooLong,
    HeaderTooLong,
    HeadersTooLarge,
    TooManyHeaders,
    BodyTooLarge,
    ChunkExtensionTooLong,
    TrailersTooLarge,
    BadExpectation,
    TlsOnPlainPort,
    HeadTimeout,
    BodyTimeout,
    IdleTimeout,
    WriteStalled,
    TooManyConnections,
    TooManyFromAddress,
    NoDescriptors,
    TooManyCalls,
    TooManyBodies,
    Unanswered,
    BadUpgrade,
    Count
};

/// What a refusal looks like from outside. `code` is stable: it is in the answer's body and a label of `/metrics`.
struct RefusalText
{
    int status = 0; ///< 0: closed without an answer
    std::string_view code;
    std::string_view message;
};

const RefusalText &textOf(Refusal refusal);

} // namespace beaver::http
