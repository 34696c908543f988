#include <server/wire/unit_fields.h>
#include <server/wire/unit_request.h>
#include <shared/base/json_writer.h>

#include <algorithm>
#include <array>

namespace beaver::wire {

namespace {

constexpr std::size_t longestModel = 256;

constexpr std::array<UnitSurface, unitKindCount> unitSurfaces{{
    {"embeddings", "embeddings", "/embeddings", "embeddings"},
    {"moderations", "moderations", "/moderations", "moderations"},
    {"rerank", "rerank", "/rerank", "rerank"},
    {"images.generations", "images", "/images/generations", "images"},
    {"images.edits", "images", "/images/edits", "image_edits"},
    {"images.variations", "images", "/images/variations", "image_variations"},
    {"audio.speech", "audio", "/audio/speech", "speech"},
    {"audio.transcriptions", "audio", "/audio/transcriptions", "transcriptions"},
    {"audio.translations", "audio", "/audio/translations", "translations"},
    {"completions", "completions", "/completions", "completions"},
}};

enum class BodyForm : std::uint8_t { Json, Form, Either };

BodyForm bodyFormOf(UnitKind kind)
{
    switch (kind) {
    case UnitKind::ImageVariation:
    case UnitKind::Transcription:
    case UnitKind::Translation:
        return BodyForm::Form;
    case UnitKind::ImageEdit:
        return BodyForm::Either;
    default:
        return BodyForm::Json;
    }
}

/// What OpenAI takes where a request names no model; empty: it must.
std::string_view defaultModelOf(UnitKind kind)
{
    switch (kind) {
    case UnitKind::Moderations:
        return "omni-moderation-latest";
    case UnitKind::ImageGeneration:
    case UnitKind::ImageEdit:
    case UnitKind::ImageVariation:
        return "dall-e-2";
    default:
        return {};
    }
}

Result<UnitFields> fieldsOf(UnitRequest &request)
{
    const BodyForm taken = bodyFormOf(request.kind);
    const bool form = isForm(request.contentType);
    if (form ? taken == BodyForm::Json : taken == BodyForm::Form)
        return Error{ErrorCode::UnsupportedMediaType,
                     std::string("This path takes ") +
                         (form ? "a JSON object (Content-Type: application/json)."
                               : "a form with the file in it (Content-Type: multipart/form-data)."),
                     "Content-Type",
                     {},
                     {},
                     0};
    if (!form) {
        request.contentType = "application/json";
        return UnitFields::ofJson(request.body);
    }
    auto boundary = formBoundary(request.contentType);
    if (!boundary)
        return boundary.error();
    request.boundary = std::move(*boundary);
    return UnitFields::ofForm(request.body, request.boundary);
}

Result<void> readModel(const UnitFields &fields, UnitRequest &request)
{
    if (auto read = fields.text("model", request.model); !read)
        return read;
    request.at.model = fields.place("model");
    if (request.model.empty())
        request.model = defaultModelOf(request.kind);
    if (request.model.empty())
        return missingField("model", "the id of a model (see GET /v1/models)");
    if (request.model.size() > longestModel)
        return wrongType("model", request.model, "the id of a model (see GET /v1/models)");
    return {};
}

Result<void> readCall(const UnitFields &fields, UnitRequest &request)
{
    switch (request.kind) {
    case UnitKind::Embeddings:
        return readEmbeddingsCall(fields, request);
    case UnitKind::Moderations:
        return readModerationsCall(fields, request);
    case UnitKind::Rerank:
        return readRerankCall(fields, request);
    case UnitKind::ImageGeneration:
    case UnitKind::ImageEdit:
    case UnitKind::ImageVariation:
        return readImagesCall(fields, request);
    case UnitKind::Speech:
        return readSpeechCall(fields, request);
    case UnitKind::Transcription:
    case UnitKind::Translation:
        return readTranscriptionCall(fields, request);
    case UnitKind::Completion:
        break;
    }
    return readCompletionCall(fields, request);
}

/// Bytes to put in place of others; those of one place are written in the order they were given.
struct UnitSplice
{
    UnitRequest::Span span;
    std::string text;
};

/// The options with include_usage on; what else stands in there stays.
std::string optionsAskingForUsage(std::string options)
{
    const auto members = scanObject(options);
    for (const auto &member : members) {
        if (std::string_view(options).substr(member.keyBegin).starts_with("\"include_usage\"")) {
            options.replace(member.valueBegin, member.valueEnd - member.valueBegin, "true");
            return options;
        }
    }
    if (members.empty()) // also `null`
        return "{\"include_usage\":true}";
    return "{\"include_usage\":true," + options.substr(1);
}

} // namespace

const UnitSurface &unitSurface(UnitKind kind)
{
    return unitSurfaces[static_cast<std::size_t>(kind)];
}

Result<UnitRequest> decodeUnit(UnitKind kind, std::string body, std::string_view contentType)
{
    UnitRequest request;
    request.kind = kind;
    request.body = std::move(body);
    request.contentType = contentType;
    const auto fields = fieldsOf(request);
    if (!fields)
        return fields.error();
    if (auto read = readModel(*fields, request); !read)
        return read.error();
    if (auto read = readCall(*fields, request); !read)
        return read.error();
    request.worst[Bucket::Requests] = 1;
    if (!fields->isForm())
        request.at.add = request.body.find('{') + 1;
    return request;
}

std::string patchUnit(const UnitRequest &request, std::string_view upstreamModel, bool askForUsage)
{
    const bool form = !request.boundary.empty();
    std::vector<UnitSplice> splices;
    std::string added;
    const auto put = [&](std::string_view name, const UnitRequest::Span &span, std::string value) {
        if (span.end > 0)
            splices.push_back({span, std::move(value)});
        else if (form)
            added += "--" + request.boundary + "\r\nContent-Disposition: form-data; name=\"" + std::string(name) +
                     "\"\r\n\r\n" + value + "\r\n";
        else
            added += '"' + std::string(name) + "\":" + value + ',';
    };

    std::string model;
    if (form)
        model = upstreamModel;
    else
        appendJsonString(model, upstreamModel);
    put("model", request.at.model, std::move(model));
    if (request.noMaximum)
        put("max_tokens", request.at.maxTokens, std::to_string(completionMaxTokens));
    if (request.kind == UnitKind::Completion && request.stream && askForUsage && !request.includeUsage) {
        const auto &span = request.at.streamOptions;
        put("stream_options", span, optionsAskingForUsage(request.body.substr(span.begin, span.end - span.begin)));
    }

    std::ranges::sort(splices, {}, [](const UnitSplice &splice) { return splice.span.begin; });
    std::string out;
    out.reserve(request.body.size() + added.size() + 64);
    out.append(request.body, 0, request.at.add).append(added);
    std::size_t from = request.at.add;
    for (const auto &[span, text] : splices) {
        out.append(request.body, from, span.begin - from).append(text);
        from = span.end;
    }
    return out.append(request.body, from);
}

} // namespace beaver::wire
