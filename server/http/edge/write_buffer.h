#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace beaver::http {

/// Bytes on their way out of one socket. Tries the socket first and keeps only what it doesn't take.
class WriteBuffer
{
public:
    enum class State { Empty, Waiting, Broken };

    /// Queues the parts behind what waits already and writes as much as the socket takes, in one system call.
    State write(int descriptor, std::initializer_list<std::string_view> parts);
    /// Queues only; the next write() or flush() takes it along.
    void hold(std::string_view bytes) { m_bytes.append(bytes); }
    State flush(int descriptor);

    std::size_t size() const { return m_bytes.size() - m_from; }
    bool empty() const { return size() == 0; }

private:
    void drop(std::size_t count);

    std::string m_bytes;
    std::size_t m_from = 0;
};

} // namespace beaver::http
