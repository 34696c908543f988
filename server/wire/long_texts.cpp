#include <server/wire/long_texts.h>
#include <shared/base/utf8.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace beaver::wire {

namespace {

constexpr std::size_t blockBytes = 64;
static_assert(LongTexts::roomBehind >= blockBytes);

/// What stands in a block of 64 bytes, a bit for each.
struct Marks
{
    std::uint64_t special = 0;    ///< quotes, backslashes and control characters
    std::uint64_t plain = 0;      ///< letters and spaces of ASCII
    std::uint64_t high = 0;       ///< bytes of other characters than ASCII
    std::uint64_t continuing = 0; ///< those of them that don't begin a character
};

/// Marks so many blocks.
using Marking = void (*)(const char *at, std::size_t blocks, Marks *to);

#if defined(__x86_64__)

constexpr std::size_t ahead = 1024; // a body that was just received is in no near cache

[[gnu::target("avx2")]] void markByHalves(const char *at, std::size_t blocks, Marks *to)
{
    constexpr std::size_t half = blockBytes / 2;
    for (; blocks > 0; --blocks, ++to) {
        *to = {};
        _mm_prefetch(at + ahead, _MM_HINT_T0);
        for (unsigned shift = 0; shift < blockBytes; shift += half, at += half) {
            const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(at));
            const __m256i quote = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"'));
            const __m256i backslash = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\\'));
            const __m256i control = _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(0x1f)), bytes);
            const __m256i special = _mm256_or_si256(_mm256_or_si256(quote, backslash), control);
            const __m256i letter =
                _mm256_sub_epi8(_mm256_or_si256(bytes, _mm256_set1_epi8(0x20)), _mm256_set1_epi8('a'));
            const __m256i isLetter = _mm256_cmpeq_epi8(_mm256_min_epu8(letter, _mm256_set1_epi8(25)), letter);
            const __m256i plain = _mm256_or_si256(isLetter, _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(' ')));
            const __m256i continuing = _mm256_cmpgt_epi8(_mm256_set1_epi8(-64), bytes); // signed: 0x80 to 0xbf
            to->special |= std::uint64_t(static_cast<std::uint32_t>(_mm256_movemask_epi8(special))) << shift;
            to->plain |= std::uint64_t(static_cast<std::uint32_t>(_mm256_movemask_epi8(plain))) << shift;
            to->high |= std::uint64_t(static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes))) << shift;
            to->continuing |= std::uint64_t(static_cast<std::uint32_t>(_mm256_movemask_epi8(continuing))) << shift;
        }
    }
}

[[gnu::target("avx512bw,avx512f")]] void markAtOnce(const char *at, std::size_t blocks, Marks *to)
{
    for (; blocks > 0; --blocks, ++to, at += blockBytes) {
        _mm_prefetch(at + ahead, _MM_HINT_T0);
        const __m512i bytes = _mm512_loadu_si512(at);
        const __m512i letter = _mm512_sub_epi8(_mm512_or_si512(bytes, _mm512_set1_epi8(0x20)), _mm512_set1_epi8('a'));
        to->special = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')) |
                      _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\')) |
                      _mm512_cmplt_epu8_mask(bytes, _mm512_set1_epi8(0x20));
        to->plain =
            _mm512_cmplt_epu8_mask(letter, _mm512_set1_epi8(26)) | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(' '));
        to->high = _mm512_movepi8_mask(bytes);
        to->continuing = _mm512_cmplt_epi8_mask(bytes, _mm512_set1_epi8(-64));
    }
}

/// The fastest that this CPU can do; null: none is faster than the parser.
Marking marking()
{
    static const Marking fastest = __builtin_cpu_supports("avx512bw") ? markAtOnce
                                   : __builtin_cpu_supports("avx2")   ? markByHalves
                                                                      : nullptr;
    return fastest;
}

#else

Marking marking()
{
    return nullptr;
}

#endif

/// The marks of a document's blocks, made some ahead.
class MarkedText
{
public:
    MarkedText(std::string_view json, Marking marking)
        : m_json(json)
        , m_marking(marking)
    {}

    std::string_view json() const { return m_json; }
    std::size_t blocks() const { return (m_json.size() + blockBytes - 1) / blockBytes; }
    const Marks &of(std::size_t block)
    {
        if (block - m_first >= m_marks.size()) {
            m_first = block;
            m_marking(m_json.data() + block * blockBytes, std::min(m_marks.size(), blocks() - block), m_marks.data());
        }
        return m_marks[block - m_first];
    }

private:
    std::string_view m_json;
    Marking m_marking;
    std::array<Marks, 32> m_marks{};
    std::size_t m_first = std::numeric_limits<std::size_t>::max() / 2; ///< of the blocks that are marked
};

struct Escape
{
    std::size_t size = 0; ///< with its backslash; 0: it is none, or half of a character
    char32_t character = 0;
};

/// What a backslash and this letter stand for; 0: nothing, or more letters belong to it.
constexpr std::array<char, 256> simpleEscapes = [] {
    std::array<char, 256> meant{};
    constexpr std::string_view letters = R"("\/bfnrt)";
    constexpr std::string_view characters = "\"\\/\b\f\n\r\t";
    for (std::size_t i = 0; i < letters.size(); ++i)
        meant[static_cast<unsigned char>(letters[i])] = characters[i];
    return meant;
}();

std::uint32_t hexNumber(const char *digits)
{
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(digits, digits + 4, number, 16);
    return error == std::errc() && end == digits + 4 ? number : std::numeric_limits<std::uint32_t>::max();
}

/// RFC 8259, 7. `text` begins with the backslash.
Escape escapeAt(std::string_view text)
{
    if (text.size() < 2)
        return {};
    if (const char meant = simpleEscapes[static_cast<unsigned char>(text[1])])
        return {2, static_cast<char32_t>(meant)};
    if (text[1] != 'u')
        return {};
    const std::uint32_t code =
        text.size() >= 6 ? hexNumber(text.data() + 2) : std::numeric_limits<std::uint32_t>::max();
    if (code < 0xd800 || (code >= 0xe000 && code < 0x10000))
        return {6, code};
    if (code >= 0xdc00 || text.size() < 12 || text[6] != '\\' || text[7] != 'u')
        return {};
    const std::uint32_t low = hexNumber(text.data() + 8);
    if (low < 0xdc00 || low >= 0xe000)
        return {};
    return {12, 0x10000 + ((code - 0xd800) << 10U | (low - 0xdc00))};
}

/// What a text is made of, counted while its end is sought.
struct Count
{
    std::int64_t plain = 0, ascii = 0, others = 0;
    std::size_t decodedSize = 0;
    bool high = false;

    [[gnu::always_inline]] void add(const Marks &marks, std::uint64_t these)
    {
        plain += std::popcount(marks.plain & these);
        const int size = std::popcount(these);
        decodedSize += static_cast<std::size_t>(size);
        ascii += size;
        if (const std::uint64_t highs = marks.high & these) {
            high = true;
            ascii -= std::popcount(highs);
            others += std::popcount(highs & ~marks.continuing);
        }
    }
    void add(char32_t character)
    {
        const char32_t letter = (character | 0x20U) - 'a';
        plain += letter < 26 || character == ' ' ? 1 : 0;
        ascii += character < 0x80 ? 1 : 0;
        others += character < 0x80 ? 0 : 1;
        decodedSize += character < 0x80 ? 1U : character < 0x800 ? 2U : character < 0x10000 ? 3U : 4U;
    }
};

constexpr std::size_t odd = std::string_view::npos;

/// Where the text that begins at `begin` ends: its closing quote; `odd`: nowhere, or what it holds isn't allowed there.
#if defined(__x86_64__)
[[gnu::target("popcnt,bmi")]]
#endif
std::size_t countText(MarkedText &text, std::size_t begin, Count &result)
{
    const std::string_view json = text.json();
    const char *const bytes = json.data();
    Count count;
    std::uint64_t these = ~std::uint64_t(0) << begin % blockBytes;
    for (std::size_t block = begin / blockBytes; block < text.blocks(); ++block) {
        const Marks &marks = text.of(block);
        std::uint64_t next = ~std::uint64_t(0);
        for (std::uint64_t special = marks.special & these; special != 0;) {
            const auto bit = static_cast<unsigned>(std::countr_zero(special));
            const std::size_t place = block * blockBytes + bit;
            if (place + 1 >= json.size()) // what is escaped, or the document's end, must follow
                return odd;
            if (bytes[place] == '"') {
                count.add(marks, these & ((std::uint64_t(1) << bit) - 1));
                result = count;
                return !count.high || simdjson::validate_utf8(bytes + begin, place - begin) ? place : odd;
            }
            if (bytes[place] != '\\')
                return odd;
            std::size_t size = 2;
            if (simpleEscapes[static_cast<unsigned char>(bytes[place + 1])] != 0) { // none is a letter or a space
                ++count.ascii;
                ++count.decodedSize;
            } else {
                const Escape escape = escapeAt(json.substr(place));
                if (escape.size == 0)
                    return odd;
                count.add(escape.character);
                size = escape.size;
            }
            const std::uint64_t its = (std::uint64_t(1) << size) - 1;
            these &= ~(its << bit);
            special &= ~(its << bit);
            if (bit + size > blockBytes)
                next = ~std::uint64_t(0) << (bit + size - blockBytes);
        }
        count.add(marks, these);
        these = next;
    }
    return odd;
}

bool isKey(std::string_view json, std::size_t end)
{
    const std::size_t next = json.find_first_not_of(" \t\r\n", end + 1);
    return next != std::string_view::npos && json[next] == ':';
}

} // namespace

std::string LongTexts::Text::decoded(std::size_t most) const
{
    std::string text;
    text.reserve(std::min(most, decodedSize));
    for (std::string_view left = raw; !left.empty();) {
        const std::string_view unescaped = left.substr(0, left.find('\\'));
        if (unescaped.size() > most - text.size())
            return text.append(beginningOf(unescaped, most - text.size()));
        text.append(unescaped);
        left.remove_prefix(unescaped.size());
        if (left.empty())
            break;
        const Escape escape = escapeAt(left);
        const std::size_t before = text.size();
        appendUtf8(text, escape.character);
        if (text.size() > most) {
            text.resize(before);
            break;
        }
        left.remove_prefix(escape.size);
    }
    return text;
}

LongTexts::LongTexts(std::size_t leastBytes)
    : m_leastBytes(leastBytes)
{
    std::random_device random;
    std::array<char, 17> digits{};
    const std::uint64_t number = static_cast<std::uint64_t>(random()) << 32U | random();
    char *const end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
    m_secret = "<long text " + std::string(digits.data(), end) + ':';
}

void LongTexts::clear()
{
    m_texts.clear();
}

std::string_view LongTexts::setAside(std::string_view json)
{
    constexpr std::size_t mostKept = 256 * 1024; // of the shortened document's room
    clear();
    const Marking mark = marking();
    if (!mark)
        return {};
    MarkedText marked(json, mark);
    m_shortened.clear();
    if (m_shortened.capacity() > mostKept)
        m_shortened.shrink_to_fit();
    std::size_t copied = 0;
    for (std::size_t at = json.find('"'); at != std::string_view::npos; at = json.find('"', at)) {
        const std::size_t begin = at + 1;
        Count count;
        const std::size_t end = countText(marked, begin, count);
        if (end == odd) {
            clear();
            return {};
        }
        at = end + 1;
        if (end - begin < m_leastBytes || isKey(json, end))
            continue;
        m_shortened.append(json.substr(copied, begin - copied));
        m_shortened.append(m_secret).append(std::to_string(m_texts.size())).append(1, '>');
        copied = end;
        Text text;
        text.raw = json.substr(begin, end - begin);
        text.estimate.addCharacters(count.plain, count.ascii - count.plain, count.others);
        text.decodedSize = count.decodedSize;
        text.end = m_shortened.size();
        text.shift = end - text.end;
        m_texts.push_back(text);
    }
    if (m_texts.empty())
        return {};
    m_shortened.append(json.substr(copied));
    m_shortened.reserve(m_shortened.size() + roomBehind);
    return m_shortened;
}

const LongTexts::Text *LongTexts::find(std::string_view name) const
{
    if (m_texts.empty() || !name.starts_with(m_secret) || !name.ends_with('>'))
        return nullptr;
    name = name.substr(m_secret.size(), name.size() - m_secret.size() - 1);
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
    if (error != std::errc() || end != name.data() + name.size() || index >= m_texts.size())
        return nullptr;
    return &m_texts[index];
}

std::optional<std::string_view> LongTexts::firstName(std::string_view text) const
{
    if (m_texts.empty())
        return std::nullopt;
    const std::size_t begin = text.find(m_secret);
    const std::size_t end = begin == std::string_view::npos ? begin : text.find('>', begin);
    if (end == std::string_view::npos)
        return std::nullopt;
    return text.substr(begin, end + 1 - begin);
}

std::size_t LongTexts::place(std::size_t inShortened) const
{
    const auto behind = std::upper_bound(m_texts.begin(), m_texts.end(), inShortened,
                                         [](std::size_t place, const Text &text) { return place < text.end; });
    return behind == m_texts.begin() ? inShortened : inShortened + std::prev(behind)->shift;
}

} // namespace beaver::wire
