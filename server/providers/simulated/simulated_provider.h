#pragma once

#include <server/ops/event_loop.h>
#include <server/providers/provider.h>
#include <shared/base/clock.h>

#include <cstdint>

namespace beaver::providers {

struct SimulatedSettings
{
    std::int64_t latencyMs = 0;       ///< before the first byte
    std::int64_t tokensPerSecond = 0; ///< of a stream; 0: as fast as it goes
    int loremWords = 120;             ///< what beaver/lorem says where no maximum is given
};

/// The built-in provider: answers in OpenAI's dialect without a network. `beaver/echo` repeats the last user message,
/// `beaver/lorem` writes placeholder text; both honour `max_tokens`, `n`, `stream`, declared tools (the first is called
/// once, with the text as its argument), JSON answers and usage. A token is a word. `beaver/embed` and
/// `beaver/moderate`: see simulatedUnit().
class SimulatedProvider final : public Provider
{
public:
    SimulatedProvider(ops::EventLoop &loop, const Clock &clock, const SimulatedSettings &settings)
        : m_loop(loop)
        , m_clock(clock)
        , m_settings(settings)
    {}

    std::unique_ptr<Attempt> start(std::shared_ptr<const Endpoint> endpoint, Ask ask) override;

private:
    std::unique_ptr<Attempt> answerUnit(const wire::UnitRequest &unit, std::string_view body, std::string_view model);

    ops::EventLoop &m_loop;
    const Clock &m_clock;
    SimulatedSettings m_settings;
};

} // namespace beaver::providers
