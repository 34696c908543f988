#include <server/batches/types.h>
#include <shared/base/json_writer.h>

#include <algorithm>
#include <array>

namespace beaver::batches {

namespace {

constexpr std::array<std::string_view, 8> statusNames{"validating", "in_progress", "finalizing", "completed",
                                                      "failed",     "expired",     "cancelling", "cancelled"};

} // namespace

std::string_view statusName(Status status)
{
    return statusNames[static_cast<std::size_t>(status)];
}

std::optional<Status> statusByName(std::string_view name)
{
    const auto *const found = std::find(statusNames.begin(), statusNames.end(), name);
    return found == statusNames.end() ? std::nullopt : std::optional(static_cast<Status>(found - statusNames.begin()));
}

bool hasEnded(Status status)
{
    return status == Status::Completed || status == Status::Failed || status == Status::Expired ||
           status == Status::Cancelled;
}

bool isBatchEndpoint(std::string_view path)
{
    constexpr std::array<std::string_view, 5> known{"/v1/chat/completions", "/v1/embeddings", "/v1/completions",
                                                    "/v1/responses", "/v1/messages"};
    return std::find(known.begin(), known.end(), path) != known.end();
}

std::string inputErrorsJson(const std::vector<InputError> &errors)
{
    JsonWriter json;
    json.beginArray();
    for (const auto &error : errors) {
        json.beginObject()
            .field("code", error.code)
            .field("message", error.message)
            .optionalField("param", error.param);
        if (error.line > 0)
            json.field("line", error.line);
        else
            json.nullField("line");
        json.endObject();
    }
    return json.endArray().take();
}

} // namespace beaver::batches
