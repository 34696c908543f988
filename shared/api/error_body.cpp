#include <shared/api/error_body.h>
#include <shared/api/http_status.h>
#include <shared/base/json_writer.h>

namespace beaver::api {

std::string errorBody(Surface surface, const Error &error)
{
    const std::string_view reason = error.reason.empty() ? defaultReason(error.code) : std::string_view(error.reason);
    JsonWriter json;
    json.beginObject()
        .key("error")
        .beginObject()
        .field("message", error.message)
        .field("type", errorType(error.code))
        .optionalField("param", error.param);
    if (surface == Surface::OpenRouter)
        json.field("code", httpStatus(error.code))
            .key("metadata")
            .beginObject()
            .optionalField("error_type", reason)
            .endObject();
    else
        json.optionalField("code", reason);
    return json.endObject().field("detail", error.message).endObject().take();
}

} // namespace beaver::api
