#pragma once

#include <server/wire/token_estimate.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::wire {

/// The long texts of a JSON document, which a parser needn't read: each is checked (characters, escapes, UTF-8) and
/// counted in one pass where it lies, and a short name stands in for it in what is parsed. A prompt is mostly such
/// texts, and who passes it on as it stands wants nothing of them but how long they are.
///
/// What is set aside and what isn't makes no difference to whether the rest is a JSON document. No key is set aside.
/// It belongs to one thread; the document must outlive its use.
class LongTexts
{
public:
    struct Text
    {
        std::string_view raw;   ///< as it stands between its quotes
        TokenEstimate estimate; ///< of the text without its escapes
        std::size_t decodedSize = 0;
        std::size_t shift = 0; ///< how much farther the document's bytes are behind it than the shortened one's
        std::size_t end = 0;   ///< of its name, in the shortened document

        /// Without its escapes; where it has more than `most` bytes, a beginning of whole characters.
        std::string decoded(std::size_t most = std::string_view::npos) const;
    };

    /// `leastBytes`: of a text that is set aside.
    explicit LongTexts(std::size_t leastBytes = 1024);

    /// The shortened document, followed by `roomBehind` bytes that may be read; empty: there is nothing to set aside
    /// (or the document isn't JSON, or this CPU can't do it faster than the parser). It lives until the next call.
    /// `json` must have as many bytes behind it that may be read, too.
    std::string_view setAside(std::string_view json);
    void clear();

    bool empty() const { return m_texts.empty(); }
    /// The text that a parsed one stands for; null: none, it is a text by itself. A client that knew the names could
    /// make one of its texts count like another one, nothing else.
    const Text *find(std::string_view name) const;
    /// Where the names stand in `text` (and `find` them with it): begin and size of the first one; empty: none does.
    std::optional<std::string_view> firstName(std::string_view text) const;
    /// Where a place of the shortened document is in the whole one.
    std::size_t place(std::size_t inShortened) const;

    static constexpr std::size_t roomBehind = 64;

private:
    std::size_t m_leastBytes;
    std::string m_secret; ///< how each name begins
    std::vector<Text> m_texts;
    std::string m_shortened;
};

} // namespace beaver::wire
