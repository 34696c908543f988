#include <server/http/llm/decode_call.h>
#include <server/wire/codec.h>
#include <server/wire/gateway_fields.h>

namespace beaver::http {

namespace {

void apply(wire::GatewayFields fields, relay::Call &call)
{
    call.fallbackModels = std::move(fields.models);
    call.stickyKey = std::move(fields.sessionId);
    call.providerJson = std::move(fields.providerJson);
    if (auto &said = fields.provider) {
        auto &wanted = call.preferences.emplace();
        wanted.order = std::move(said->order);
        wanted.only = std::move(said->only);
        wanted.ignore = std::move(said->ignore);
        wanted.allowFallbacks = said->allowFallbacks;
        wanted.sort = std::move(said->sort);
    }
    call.cache.wanted = fields.cache;
    call.cache.ttlS = fields.cacheTtlS;
}

} // namespace

Result<std::shared_ptr<relay::Call>> decodeChat(wire::Dialect dialect, std::string body, std::string_view model,
                                                bool stream)
{
    auto decoded = wire::decodeRequest(dialect, std::move(body), model, stream);
    if (!decoded)
        return decoded.error();
    auto call = std::make_shared<relay::Call>();
    if (wire::hasGatewayFields(*decoded)) {
        std::string rest = std::move(decoded->body);
        auto fields = wire::takeGatewayFields(rest);
        if (!fields)
            return fields.error();
        apply(std::move(*fields), *call);
        decoded = wire::decodeRequest(dialect, std::move(rest), model, stream);
        if (!decoded)
            return decoded.error();
    }
    call->request = std::move(*decoded);
    return call;
}

Result<std::shared_ptr<relay::Call>> decodeUnitCall(wire::UnitKind kind, std::string body, std::string_view contentType)
{
    auto decoded = wire::decodeUnit(kind, std::move(body), contentType);
    if (!decoded)
        return decoded.error();
    auto call = std::make_shared<relay::Call>();
    call->request.model = decoded->model;
    call->request.stream = decoded->stream;
    call->request.inputTokens = decoded->inputTokens;
    call->unit = std::move(*decoded);
    return call;
}

} // namespace beaver::http
