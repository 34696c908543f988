#pragma once

#include <cstdint>
#include <string_view>

namespace faulty {

/// The sending side of one connection. Every call that takes time also watches for the peer's close, so that a client
/// that has left is noticed at once and not at the next byte. One thread; owns the descriptor.
///
/// A peer that only shuts down its sending side counts as gone: no HTTP client of an API does that.
class Wire
{
public:
    explicit Wire(int fd);
    ~Wire();
    Wire(const Wire &) = delete;
    Wire &operator=(const Wire &) = delete;

    /// False: the peer has left; everything later is false too.
    bool send(std::string_view bytes);
    bool pause(std::int64_t ms);
    /// Until `descriptor` is readable.
    bool waitFor(int descriptor);
    /// Until the peer leaves.
    void hang();

    /// Cut with RST, once what was sent has arrived.
    void reset();
    /// Cut with FIN.
    void finish();

    bool peerLeft() const { return m_leftAtUs != 0; }
    bool isCut() const { return m_cut; }
    /// nowUs() when it was noticed; 0 while the peer is there.
    std::int64_t leftAtUs() const { return m_leftAtUs; }
    std::uint64_t bytesSent() const { return m_sent; }
    int descriptor() const { return m_fd; }

private:
    bool wait(int other, short events, std::int64_t ms);
    void left();

    int m_fd;
    bool m_cut = false;
    std::uint64_t m_sent = 0;
    std::int64_t m_leftAtUs = 0;
};

} // namespace faulty
