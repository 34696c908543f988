#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::wire {

/// The bytes of a request on their way to a provider: a text of its own, or pieces of a long one that somebody keeps as
/// long as this is used, with new text between them. A value; its pieces are no longer good when the keeper has gone.
class OutgoingBody
{
public:
    OutgoingBody() = default;
    OutgoingBody(std::string own); // NOLINT(google-explicit-constructor): most bodies are a text

    /// Behind what there is: bytes that the caller keeps.
    void appendKept(std::string_view text);
    /// Behind what there is: a copy.
    void append(std::string_view text);

    std::size_t size() const { return m_size; }
    /// All of it, where it lies in one place; else empty. Lives as long as this isn't changed or moved.
    std::string_view whole() const;
    /// Writes at most `count` bytes from `from` on; answers how many, 0 at the end.
    std::size_t copy(std::size_t from, char *to, std::size_t count) const;
    /// What lies in one place from `from` (below size()) on.
    std::string_view pieceFrom(std::size_t from) const;
    /// All of it, joined.
    std::string text() const;

private:
    struct Piece
    {
        const char *kept = nullptr; ///< null: in m_own
        std::size_t begin = 0;      ///< in m_own
        std::size_t size = 0;
    };
    std::string_view textOf(const Piece &piece) const;

    std::string m_own;
    std::vector<Piece> m_pieces; // none: m_own is all
    std::size_t m_size = 0;
};

} // namespace beaver::wire
