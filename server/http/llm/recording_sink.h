#pragma once

#include <server/relay/types.h>

#include <string>

namespace beaver::http {

/// Lets a stream pass and remembers its first bytes, for a key whose bodies are kept.
class RecordingSink final : public relay::StreamSink
{
public:
    RecordingSink(relay::StreamSink &client, std::size_t most)
        : m_client(client)
        , m_most(most)
    {}

    void begin(const relay::StreamOpening &opening) override { m_client.begin(opening); }
    void write(std::string_view bytes) override
    {
        m_seen += bytes.substr(0, m_most - m_seen.size());
        m_client.write(bytes);
    }
    void finish() override { m_client.finish(); }
    void abort() override { m_client.abort(); }
    bool gone() const override { return m_client.gone(); }
    bool congested() const override { return m_client.congested(); }
    void onGone(std::function<void()> action) override { m_client.onGone(std::move(action)); }
    void onDrained(std::function<void()> action) override { m_client.onDrained(std::move(action)); }

    const std::string &seen() const { return m_seen; }

private:
    relay::StreamSink &m_client;
    const std::size_t m_most;
    std::string m_seen;
};

} // namespace beaver::http
