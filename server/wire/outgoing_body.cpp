#include <server/wire/outgoing_body.h>

#include <algorithm>
#include <utility>

namespace beaver::wire {

OutgoingBody::OutgoingBody(std::string own)
    : m_own(std::move(own))
    , m_size(m_own.size())
{}

void OutgoingBody::appendKept(std::string_view text)
{
    if (text.empty())
        return;
    if (m_pieces.empty() && m_size > 0)
        m_pieces.push_back({nullptr, 0, m_size});
    m_size += text.size();
    if (!m_pieces.empty() && m_pieces.back().kept && m_pieces.back().kept + m_pieces.back().size == text.data())
        m_pieces.back().size += text.size();
    else
        m_pieces.push_back({text.data(), 0, text.size()});
}

void OutgoingBody::append(std::string_view text)
{
    if (!m_pieces.empty() && !text.empty())
        m_pieces.push_back({nullptr, m_own.size(), text.size()});
    m_own += text;
    m_size += text.size();
}

std::string_view OutgoingBody::textOf(const Piece &piece) const
{
    return piece.kept ? std::string_view(piece.kept, piece.size)
                      : std::string_view(m_own).substr(piece.begin, piece.size);
}

std::string_view OutgoingBody::whole() const
{
    if (m_pieces.empty())
        return m_own;
    return m_pieces.size() == 1 ? textOf(m_pieces.front()) : std::string_view();
}

std::size_t OutgoingBody::copy(std::size_t from, char *to, std::size_t count) const
{
    if (m_pieces.empty())
        return from < m_size ? m_own.copy(to, count, from) : 0;
    std::size_t done = 0;
    for (const Piece &piece : m_pieces) {
        if (from >= piece.size) {
            from -= piece.size;
            continue;
        }
        done += textOf(piece).copy(to + done, count - done, std::exchange(from, 0));
        if (done == count)
            break;
    }
    return done;
}

std::string_view OutgoingBody::pieceFrom(std::size_t from) const
{
    for (const Piece &piece : m_pieces) {
        if (from < piece.size)
            return textOf(piece).substr(from);
        from -= piece.size;
    }
    return std::string_view(m_own).substr(from);
}

std::string OutgoingBody::text() const
{
    if (m_pieces.empty())
        return m_own;
    std::string text;
    text.reserve(m_size);
    for (const Piece &piece : m_pieces)
        text += textOf(piece);
    return text;
}

} // namespace beaver::wire
