// Requests of the four client dialects: whatever comes is refused with a message or read; what was read can be patched,
// and written for each provider dialect or refused; and all that is written is JSON that the dialect's own reader
// takes.
#include "driver.h"
#include "wire_seeds.h"

#include <server/wire/codec.h>
#include <server/wire/gateway_fields.h>

namespace {

using namespace beaver;
using fuzz::require;

void tryOne(std::string_view input, std::mt19937 &random)
{
    if (input.empty())
        return;
    const auto dialect = fuzz::dialects[static_cast<unsigned char>(input[0]) % std::size(fuzz::dialects)];
    std::string body(input.substr(1));
    const auto counted = wire::countTokens(dialect, body);
    require(!counted || *counted >= 0, "a count isn't negative");
    if (const auto taken = wire::takeGatewayFields(body); !taken) {
        require(!taken.error().message.empty(), "an error says why");
        return;
    }
    const bool stream = random() % 2 == 0;
    const std::string_view named = dialect == wire::Dialect::Gemini ? "named" : "";
    const auto request = wire::decodeRequest(dialect, body, named, stream && dialect == wire::Dialect::Gemini);
    if (!request) {
        require(!request.error().message.empty(), "an error says why");
        return;
    }
    require(request->inputTokens >= 0 && request->choices >= 1, "counts have their range");

    wire::UpstreamPatch patch;
    patch.model = "up/\"stream";
    patch.askForUsage = random() % 2 == 0;
    if (random() % 2 == 0)
        patch.maxTokens = 17; // Responses takes 16 and more
    const auto patched = wire::patchRequest(*request, patch).text();
    require(wire::parseJson(patched).error() == simdjson::SUCCESS, "a patched body is JSON");
    const auto seen = wire::decodeRequest(dialect, patched, named, request->stream);
    require(seen.ok(), "a patched body is a request");
    require(dialect == wire::Dialect::Gemini || seen->model == "up/\"stream", "a patched body names the model");
    require(!patch.maxTokens || (seen->maxTokens && *seen->maxTokens <= 17), "a patched body has the maximum");

    const auto canonical = wire::readRequest(*request);
    if (!canonical) {
        require(!canonical.error().message.empty(), "an error says why");
        return;
    }
    for (const auto to : fuzz::dialects) {
        wire::Target target;
        target.model = "m";
        const auto written = wire::writeRequest(to, *canonical, target);
        if (written)
            require(wire::parseJson(*written).error() == simdjson::SUCCESS, "what is written is JSON");
        else
            require(!written.error().message.empty(), "an error says why");
    }
}

} // namespace

int main(int argc, char **argv)
{
    fuzz::Target target;
    target.name = "requests";
    target.tryOne = tryOne;
    target.seeds = fuzz::requestSeeds();
    return fuzz::run(target, argc, argv);
}
