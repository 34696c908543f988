#include <server/http/edge/refusal.h>

namespace beaver::http {

namespace {

constexpr std::array<RefusalText, static_cast<std::size_t>(Refusal::Count)> texts = {{
    {0, "none", ""},
    {400, "bad_request_line", "The request line is malformed."},
    {400, "bad_target", "The request target is malformed or not normalised."},
    {400, "bad_version", "The protocol version is malformed."},
    {505, "unsupported_version", "Only HTTP/1.0 and HTTP/1.1 are spoken here."},
    {501, "unknown_method", "The method isn't known here."},
    {405, "method_not_allowed", "The method isn't allowed here."},
    {400, "bad_line_end", "Lines must end with CR LF."},
    {400, "bad_header_name", "A header line has no valid name."},
    {400, "bad_header_value", "A header value holds a control character."},
    {400, "folded_header", "A header line starts with white space."},
    {400, "bad_host", "There must be exactly one valid Host header."},
    {421, "misdirected", "The target names another host than the Host header."},
    {400, "bad_content_length", "There must be at most one Content-Length, a plain decimal number."},
    {400, "bad_transfer_encoding", "There must be at most one Transfer-Encoding, and in HTTP/1.1 only."},
    {501, "unsupported_transfer_encoding", "Transfer-Encoding must be `chunked`."},
    {400, "ambiguous_length", "Content-Length and Transfer-Encoding exclude each other."},
    {411, "length_required", "A request with this method needs Content-Length or Transfer-Encoding."},
    {400, "bad_chunk", "The chunked body is malformed."},
    {400, "bad_trailer", "The trailer section is malformed."},
    {414, "request_line_too_long", "The request line is too long."},
    {431, "header_too_long", "A header line is too long."},
    {431, "headers_too_large", "The headers are too large."},
    {431, "too_many_headers", "There are too many headers."},
    {413, "body_too_large", "The body is too large."},
    {400, "chunk_extension_too_long", "The chunk extensions are too long."},
    {400, "trailers_too_large", "The trailer section is too large."},
    {417, "bad_expectation", "The only expectation met here is `100-continue`."},
    {400, "tls_on_plain_port", "This port doesn't speak TLS."},
    {408, "head_timeout", "The request's head didn't arrive in time."},
    {408, "body_timeout", "The request's body arrives too slowly."},
    {0, "idle_timeout", ""},
    {0, "write_stalled", ""},
    {0, "too_many_connections", ""},
    {0, "too_many_from_address", ""},
    {0, "no_descriptors", ""},
    {503, "too_many_calls", "Too many calls are under way. Try again in a moment."},
    {503, "too_many_bodies", "Too many large requests are under way. Try again in a moment."},
    {500, "unanswered", "The gateway failed. The operator finds the cause in its log."},
    {400, "bad_upgrade", "A request that asks for a WebSocket has no body."},
}};
static_assert(texts.back().status != 0, "one text for each refusal");

} // namespace

const RefusalText &textOf(Refusal refusal)
{
    return texts[static_cast<std::size_t>(refusal)];
}

} // namespace beaver::http
