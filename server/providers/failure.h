#pragma once

#include <server/providers/provider.h>
#include <server/wire/openai_answer.h>
#include <shared/base/error.h>

#include <string_view>

namespace beaver::providers {

/// What a failed attempt asks for.
enum class Action : std::uint8_t {
    TryElsewhere,    ///< overload, outage, time-out: another endpoint may answer
    OtherCredential, ///< our key is refused or out of money
    TellClient,      ///< the request itself is at fault
};

struct Failure
{
    Action action = Action::TryElsewhere;
    Error error; ///< what the client gets if nothing else helps
};

/// The one place that judges an answer that is no success: by status and by what the body says, never by its content
/// type (from the recorded exchanges).
Failure classifyAnswer(int status, std::string_view body, std::int64_t retryAfterMs);
/// The same for an error event before any content.
Failure classifyEvent(const wire::ProviderError &said);
/// The same for a transport that ended without an answer.
Failure classifyTransport(TransportEnd end, std::string_view detail);

} // namespace beaver::providers
