#pragma once

#include <server/wire/usage.h>
#include <shared/base/result.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace beaver::wire {

/// The surfaces of OpenAI's API that aren't chat.
enum class UnitKind : std::uint8_t {
    Embeddings,
    Moderations,
    Rerank, ///< Cohere's and Jina's form, which LiteLLM and others serve
    ImageGeneration,
    ImageEdit,
    ImageVariation,
    Speech,
    Transcription,
    Translation,
    Completion, ///< text completions, the legacy form
};
inline constexpr std::size_t unitKindCount = 10;

struct UnitSurface
{
    std::string_view name;       ///< of the route: `embeddings`, `images.generations`, …
    std::string_view scope;      ///< of keys: `embeddings`, `images`, `audio`, …
    std::string_view path;       ///< below an OpenAI base URL: `/embeddings`, `/images/generations`, …
    std::string_view capability; ///< of endpoints and prices: `embeddings`, `images`, `image_edits`, …
};
const UnitSurface &unitSurface(UnitKind kind);

/// A call of such a surface as the client sent it: the original bytes, and what Beaver must know of them.
struct UnitRequest
{
    UnitKind kind = UnitKind::Embeddings;
    std::string body;
    std::string contentType; ///< of the body, for the upstream; `application/json`, or a form's with its boundary
    std::string model;
    bool stream = false;
    bool includeUsage = false;    ///< the client asked for usage in the stream
    bool noMaximum = false;       ///< a completion that names no `max_tokens`
    std::string size;             ///< of images: `1024x1024`; empty: the model's default
    std::string quality;          ///< of images: `hd`, `high`, …; empty: the model's default
    std::string format;           ///< embeddings: `encoding_format`; audio: `response_format`; empty: the default
    std::int64_t dimensions = 0;  ///< of embeddings; 0: the model's
    std::int64_t inputTokens = 0; ///< estimated; exact where the input is token ids
    bool exactInput = false;      ///< inputTokens is exact
    bool secondsStated = false;   ///< a recording's length is read from the file itself
    Usage worst;                  ///< the most that the call can use; what is priced otherwise costs nothing there

    /// Where in the body something stands that an upstream's body differs in.
    struct Span
    {
        std::size_t begin = 0;
        std::size_t end = 0; ///< 0: it isn't there
    };
    struct Places
    {
        Span model;          ///< the JSON value, or the content of the form's part
        Span streamOptions;  ///< the JSON value
        Span maxTokens;      ///< the JSON value
        std::size_t add = 0; ///< where new members, or parts, go
    } at;
    std::string boundary; ///< of a form
};

/// Decodes a body of `kind`: JSON, or multipart/form-data where OpenAI takes it (RFC 7578, strictly). Errors:
/// InvalidRequest with the field's name (not JSON, a repeated name, a field that matters missing, of a wrong type or
/// out of range), UnsupportedMediaType.
///
/// `worst`: tokens that are estimated have a quarter and 64 on top; images by number, size and quality; audio by what
/// the file itself says, else by its size at the lowest bit rate that speech is sent with; search units by Cohere's
/// rule (100 documents, longer ones count once for each 500 tokens). A text completion without `max_tokens` has
/// OpenAI's default of 16, and patchUnit() writes it.
Result<UnitRequest> decodeUnit(UnitKind kind, std::string body, std::string_view contentType);

/// The body for an upstream that calls the model so; every other byte as it came. `askForUsage`: a streamed completion
/// gets `stream_options.include_usage`.
std::string patchUnit(const UnitRequest &request, std::string_view upstreamModel, bool askForUsage = false);

} // namespace beaver::wire
