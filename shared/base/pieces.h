#pragma once

#include <string>
#include <string_view>

namespace beaver {

/// Appends the texts in their order, growing `to` once. None may point into `to`.
template <typename... Pieces> void appendPieces(std::string &to, const Pieces &...pieces)
{
    std::size_t at = to.size();
    to.resize(at + (std::string_view(pieces).size() + ...));
    const auto put = [&](std::string_view piece) { at += piece.copy(to.data() + at, piece.size()); };
    (put(pieces), ...);
}

} // namespace beaver
