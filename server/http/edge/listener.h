#pragma once

#include <server/ops/event_loop.h>

namespace beaver::http {

class Core;

/// One listening socket of a loop; owns it. Linux.
class Listener final : public ops::Watch
{
public:
    Listener(Core &core, int descriptor);
    ~Listener() override;
    Listener(const Listener &) = delete;
    Listener &operator=(const Listener &) = delete;

    void ready(std::uint32_t events) override;

private:
    void pause();

    Core &m_core;
    const int m_descriptor;
    ops::TimerId m_resume = 0; ///< not 0: out of descriptors, waiting for some to be closed
};

} // namespace beaver::http
