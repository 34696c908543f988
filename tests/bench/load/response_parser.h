#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

/// Reads one HTTP/1.1 answer after another, in whatever pieces they come. Strict: anything odd is Bad.
class ResponseParser
{
public:
    enum class State { Head, Sized, ChunkSize, Chunk, ChunkEnd, Trailer, Done, Bad };

    /// Takes bytes up to the end of the answer, appends its body to `body`, and answers how many it took.
    std::size_t feed(std::string_view bytes, std::string &body);
    /// For the next answer.
    void restart();

    State state() const { return m_state; }
    bool isDone() const { return m_state == State::Done; }
    bool hasBegun() const { return m_state != State::Head || !m_line.empty(); }
    int status() const { return m_status; }
    bool closes() const { return m_closes; }

private:
    bool takeLine(std::string_view &bytes);
    void headLine();
    void headEnd();

    State m_state = State::Head;
    std::string m_line;
    int m_status = 0;
    bool m_closes = false;
    bool m_chunked = false;
    bool m_hasLength = false;
    std::uint64_t m_left = 0;
};

} // namespace bench
