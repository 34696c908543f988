#pragma once

#include <server/wire/events.h>
#include <server/wire/unit_request.h>
#include <shared/base/clock.h>

namespace beaver::relay {

/// What Beaver must know of an answer that came whole.
struct WholeAnswer
{
    std::optional<wire::Usage> usage; ///< empty: the provider reports none
    std::string model;                ///< as the provider names it
    bool hasContent = false;
    bool finished = false; ///< a finish reason is there
    std::int64_t countedTokens = 0;
    std::vector<wire::Event> events; ///< where it is to be written in another dialect
};

/// Empty: it is no answer of its kind.
std::optional<WholeAnswer> readOpenAiAnswer(std::string_view body, const wire::UsageStyle &style);
std::optional<WholeAnswer> readThroughCodec(std::string_view body, wire::Dialect dialect,
                                            const wire::UsageStyle &style);
/// `body` becomes what the client is to get.
std::optional<WholeAnswer> readUnitAnswer(const wire::UnitRequest &request, std::string &body,
                                          std::string_view contentType);
std::optional<WholeAnswer> readGeminiUnit(const wire::UnitRequest &request, std::string &body);

/// Remembers when the first byte of this attempt came.
template <typename Run> void noteFirstByte(Run &run, const Clock &clock)
{
    if (run.firstByteUs != 0)
        return;
    run.firstByteUs = clock.monotonicUs();
    if (!run.firstByteMs)
        run.firstByteMs = clock.wallMs();
}

} // namespace beaver::relay
