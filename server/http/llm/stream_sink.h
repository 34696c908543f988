#pragma once

#include <server/http/front/exchange.h>
#include <server/relay/types.h>

#include <memory>

namespace beaver::http {

/// `off`, `miss` or `hit`.
std::string cacheWord(relay::CacheState state);

/// The relay's view of a client that waits for server-sent events, or for bytes as they come.
class ResponderSink final : public relay::StreamSink
{
public:
    explicit ResponderSink(std::shared_ptr<Exchange> exchange)
        : m_exchange(std::move(exchange))
    {}

    void begin(const relay::StreamOpening &opening) override;
    void write(std::string_view bytes) override;
    void finish() override;
    void abort() override;
    bool gone() const override;
    bool congested() const override;
    void onGone(std::function<void()> action) override;
    void onDrained(std::function<void()> action) override;

private:
    std::shared_ptr<Exchange> m_exchange;
};

} // namespace beaver::http
