#pragma once

#include <cstdint>
#include <memory>

namespace beaver::http {

/// The way through QtHttpServer. It never sees a peer's bytes: a request that the edge has checked enters as one
/// canonical line on a facade socket, and QtHttpServer's handler calls the visitor back. Facades are pooled, so that an
/// idle connection has none and a loop has as many as it had calls at once. Loop's thread only.
class Gate
{
public:
    class Visitor
    {
    public:
        /// Called from inside QtHttpServer's handler, before enter() returns.
        virtual void entered() = 0;

    protected:
        ~Visitor() = default;
    };
    /// Number of the facade that a call occupies until leave(); 0 is none.
    using Pass = std::uint16_t;

    Gate();
    ~Gate();
    Gate(const Gate &) = delete;
    Gate &operator=(const Gate &) = delete;

    /// 0: all 65,535 facades are occupied, or QtHttpServer didn't come back; entered() wasn't called.
    Pass enter(Visitor &visitor);
    /// The call has ended. Not from inside entered().
    void leave(Pass pass);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace beaver::http
