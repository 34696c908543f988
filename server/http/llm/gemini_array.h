#pragma once

#include <server/relay/types.h>
#include <server/wire/sse.h>

#include <string>
#include <string_view>

namespace beaver::http {

/// Google's other form of a stream, taken where a client doesn't ask for `alt=sse`: one JSON array whose elements come
/// one by one (https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent).
class GeminiArray
{
public:
    /// What of the array goes out for these bytes of an event stream. What keeps an idle stream alive is white space in
    /// both forms.
    std::string next(std::string_view events);
    std::string end() const;

private:
    wire::SseSplitter m_splitter{std::size_t{16} * 1024 * 1024};
    bool m_begun = false;
};

/// Makes the array of the events that the relay writes.
class GeminiArraySink final : public relay::StreamSink
{
public:
    explicit GeminiArraySink(relay::StreamSink &client)
        : m_client(client)
    {}

    void begin(const relay::StreamOpening &opening) override;
    void write(std::string_view bytes) override;
    void finish() override;
    bool gone() const override { return m_client.gone(); }
    bool congested() const override { return m_client.congested(); }
    void onGone(std::function<void()> action) override { m_client.onGone(std::move(action)); }
    void onDrained(std::function<void()> action) override { m_client.onDrained(std::move(action)); }

private:
    relay::StreamSink &m_client;
    GeminiArray m_array;
};

} // namespace beaver::http
