#include <server/http/edge/write_buffer.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace beaver::http {

namespace {

constexpr std::size_t keptBytes = 4 * 1024; // an idle connection holds no more than this

/// Bytes taken; 0 when the socket is full, -1 when it is broken.
ssize_t sendParts(int descriptor, iovec *parts, std::size_t count)
{
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = count;
    for (;;) {
        const ssize_t taken = ::sendmsg(descriptor, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (taken >= 0)
            return taken;
        if (errno != EINTR)
            return errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS || errno == ENOMEM ? 0 : -1;
    }
}

iovec toVector(std::string_view bytes)
{
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): iovec serves reads too; sendmsg(2) only looks
    return {const_cast<char *>(bytes.data()), bytes.size()};
}

} // namespace

WriteBuffer::State WriteBuffer::write(int descriptor, std::initializer_list<std::string_view> parts)
{
    std::array<iovec, 6> vectors{};
    std::size_t count = 0;
    if (!empty())
        vectors[count++] = toVector(std::string_view(m_bytes).substr(m_from));
    for (const std::string_view part : parts) {
        if (!part.empty())
            vectors[count++] = toVector(part);
    }
    const ssize_t taken = count == 0 ? 0 : sendParts(descriptor, vectors.data(), count);
    if (taken < 0)
        return State::Broken;

    auto left = static_cast<std::size_t>(taken);
    const std::size_t waiting = std::min(left, size());
    left -= waiting;
    drop(waiting);
    for (const std::string_view part : parts) {
        const std::size_t gone = std::min(left, part.size());
        left -= gone;
        m_bytes.append(part.substr(gone));
    }
    return empty() ? State::Empty : State::Waiting;
}

WriteBuffer::State WriteBuffer::flush(int descriptor)
{
    return write(descriptor, {});
}

void WriteBuffer::drop(std::size_t count)
{
    m_from += count;
    if (m_from == m_bytes.size()) {
        m_from = 0;
        m_bytes.clear();
        if (m_bytes.capacity() > keptBytes)
            std::string().swap(m_bytes);
    } else if (m_from > m_bytes.size() / 2) { // amortised: each byte moves at most once
        m_bytes.erase(0, m_from);
        m_from = 0;
    }
}

} // namespace beaver::http
